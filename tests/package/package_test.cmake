# Installs Heddle into a folder of its own, and uses it from there as another project would: through find_package, and
# through the compiler wrappers.
#
# cmake -D BUILD=… -D SOURCE=… -D WORK=… -D CXX=… -P package_test.cmake
cmake_minimum_required(VERSION 3.25)

# run(STATUS COMMAND…): fails unless the command ends with this exit status.
function(run status)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL status)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${result}, not with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_output text)
  string(FIND "${output}" "${text}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "\"${text}\" is not in the output:\n${output}")
  endif()
endfunction()

# What earlier tests and the user's shell have set must not show through.
foreach(variable IN ITEMS CXX CC CXXFLAGS CFLAGS LDFLAGS CMAKE_PREFIX_PATH LD_LIBRARY_PATH HEDDLE_CXX HEDDLE_CC)
  unset(ENV{${variable}})
endforeach()

file(REMOVE_RECURSE ${WORK})
# Installed, then moved: nothing may remember where it was installed to.
run(0 ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${WORK}/prefix)
set(prefix ${WORK}/prefix)

# find_package(heddle)
run(0 ${CMAKE_COMMAND} -S ${SOURCE}/project -B ${WORK}/project -G Ninja -D CMAKE_BUILD_TYPE=Release
    -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_PREFIX_PATH=${prefix})
run(0 ${CMAKE_COMMAND} --build ${WORK}/project)
run(0 ${prefix}/bin/heddle run ${WORK}/project/queue_model)
expect_output("correct")
run(1 ${prefix}/bin/heddle run ${WORK}/project/queue_model broken)
expect_output("data_race: ")
expect_output("queue.hpp:")
run(0 ${prefix}/bin/heddle list --scenarios ${WORK}/project/my_scenarios)
expect_output("counter/relaxed")
run(0 ${prefix}/bin/heddle check --scenarios ${WORK}/project/my_scenarios)
expect_output("counter/plain")
run(0 ${prefix}/bin/heddle check --scenarios ${WORK}/project/my_scenarios --json - counter/plain)
expect_output("\"tsan\"")
run(0 ${prefix}/bin/heddle check --scenarios ${WORK}/project/outcome_scenarios outcomes/all)
run(1 ${prefix}/bin/heddle check --scenarios ${WORK}/project/outcome_scenarios outcomes/too_few)
expect_output("an outcome that is not expected: `1`")
run(0 ${prefix}/bin/heddle run ${WORK}/project/own_lock)
# The same programs are ordinary ones without the tool.
run(0 ${WORK}/project/queue_model)

# The wrapper by hand …
run(0 ${prefix}/bin/heddle-c++ -std=c++20 -O1 ${SOURCE}/project/queue_model.cpp -o ${WORK}/by_hand)
run(1 ${prefix}/bin/heddle run ${WORK}/by_hand broken)
run(0 ${prefix}/bin/heddle-cc -O1 ${SOURCE}/wrapped/c_part.c -c -o ${WORK}/c_part.o)
# … and as the compiler of a project that knows nothing of Heddle, whichever compiler they call.
foreach(compilers IN ITEMS "clang++ clang" "g++ gcc")
  separate_arguments(compilers)
  list(GET compilers 0 ENV{HEDDLE_CXX})
  list(GET compilers 1 ENV{HEDDLE_CC})
  set(build ${WORK}/wrapped_$ENV{HEDDLE_CC})
  run(0 ${CMAKE_COMMAND} -E env CC=${prefix}/bin/heddle-cc CXX=${prefix}/bin/heddle-c++
      ${CMAKE_COMMAND} -S ${SOURCE}/wrapped -B ${build} -G Ninja)
  run(0 ${CMAKE_COMMAND} --build ${build})
  run(0 ${prefix}/bin/heddle run ${build}/program count)
  run(1 ${prefix}/bin/heddle run ${build}/program count broken)
  # The race is in the static library, and in its C part: both were instrumented.
  expect_output("data_race: ")
  expect_output("c_part.c:")
  # This one is in the shared library, whose code spins before it sleeps.
  run(0 ${prefix}/bin/heddle run ${build}/program letter)
  expect_output("(7 executions")
  run(1 ${prefix}/bin/heddle run ${build}/program letter broken)
  expect_output("data_race: ")
  expect_output("mailbox.cpp:")
  run(0 ${prefix}/bin/heddle run ${build}/program meet)
endforeach()

# A library that was compiled without Heddle is named, once; compiled with it, it is not.
unset(ENV{HEDDLE_CXX})
unset(ENV{HEDDLE_CC})
run(0 ${CXX} -std=c++20 -O1 -shared -fPIC ${SOURCE}/plain/plain.cpp -o ${WORK}/libplain.so)
run(0 ${prefix}/bin/heddle-c++ -std=c++20 ${SOURCE}/plain/main.cpp ${WORK}/libplain.so -o ${WORK}/plain)
run(0 ${prefix}/bin/heddle run ${WORK}/plain)
expect_output("libplain.so is not instrumented: its atomic operations")
string(FIND "${output}" "it takes locks" at)
if(NOT at EQUAL -1)
  message(FATAL_ERROR "no lock was taken:\n${output}")
endif()
run(0 ${prefix}/bin/heddle run ${WORK}/plain lock)
expect_output("libplain.so is not instrumented: it takes locks")
run(0 ${prefix}/bin/heddle-c++ -std=c++20 -O1 -shared -fPIC ${SOURCE}/plain/plain.cpp -o ${WORK}/libplain.so)
foreach(arguments IN ITEMS "" lock)
  run(0 ${prefix}/bin/heddle run ${WORK}/plain ${arguments})
  expect_output("2 executions")
  string(FIND "${output}" "not instrumented" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "the library is instrumented:\n${output}")
  endif()
endforeach()

file(REMOVE_RECURSE ${WORK})
