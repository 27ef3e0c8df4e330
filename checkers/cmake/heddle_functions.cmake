# What a project needs to have its own programs checked. Part of the installed package, beside the
# targets heddle::runtime and heddle::scenario.

# heddle_instrument(TARGET...)
#
# Compiles each target for Heddle, and links it with the runtime if it is an executable or a shared
# library. Every library whose code is to be checked needs it too: what is not instrumented runs, but
# its accesses are not seen.
function(heddle_instrument)
    include(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/instrumentation.cmake)
    if(NOT HEDDLE_INSTRUMENTATION)
        message(FATAL_ERROR
            "heddle_instrument: the compiler must be clang or GCC, not ${CMAKE_CXX_COMPILER_ID}")
    endif()
    foreach(target IN LISTS ARGN)
        target_compile_options(${target} PRIVATE ${HEDDLE_INSTRUMENTATION} -g)
        get_target_property(kind ${target} TYPE)
        if(kind STREQUAL EXECUTABLE OR kind STREQUAL SHARED_LIBRARY OR kind STREQUAL MODULE_LIBRARY)
            find_package(Threads REQUIRED)
            target_link_libraries(${target} PRIVATE heddle::runtime Threads::Threads)
            # First: of two libraries that define a function, the one that was linked first has the calls. And
            # instrumented code need not call the runtime at all: --as-needed would drop it then.
            target_link_options(${target} BEFORE PRIVATE
                LINKER:--no-as-needed $<TARGET_FILE:heddle::runtime> LINKER:-z,now)
        endif()
    endforeach()
endfunction()

# heddle_add_scenarios(NAME SOURCE...)
#
# Compiles scenarios once and links them twice: NAME/heddle-scenarios with Heddle's runtime, and
# NAME/heddle-scenarios-tsan with ThreadSanitizer's. `heddle check --scenarios <build folder>/NAME`
# runs them.
function(heddle_add_scenarios name)
    add_library(${name}-objects OBJECT ${ARGN})
    target_link_libraries(${name}-objects PRIVATE heddle::scenario)
    heddle_instrument(${name}-objects)
    # Asserts are the scenarios' properties, whatever the build type.
    target_compile_options(${name}-objects PRIVATE -UNDEBUG)
    foreach(kind IN ITEMS "" "-tsan")
        add_executable(${name}${kind} $<TARGET_OBJECTS:${name}-objects> ${HEDDLE_SCENARIO_MAIN})
        target_link_libraries(${name}${kind} PRIVATE heddle::scenario)
        set_target_properties(${name}${kind} PROPERTIES
            OUTPUT_NAME heddle-scenarios${kind}
            RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${name})
    endforeach()
    find_package(Threads REQUIRED)
    target_link_libraries(${name} PRIVATE heddle::runtime Threads::Threads)
    target_link_options(${name} PRIVATE LINKER:--no-as-needed LINKER:-z,now)
    target_link_options(${name}-tsan PRIVATE -fsanitize=thread)
endfunction()

# The main() that runs scenarios by name.
set(HEDDLE_SCENARIO_MAIN "${CMAKE_CURRENT_LIST_DIR}/scenario_main.cpp" CACHE INTERNAL "main() of scenario executables")
