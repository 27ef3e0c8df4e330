# How code that Heddle checks is compiled, with either compiler: for heddle_instrument, for Heddle's own scenarios and
# tests, and (GCC's) for the compiler wrappers. HEDDLE_INSTRUMENTATION has those of the compiler in use, and is empty
# if that is neither.
#
# -Xclang (GCC: -Wp) keeps the driver from linking ThreadSanitizer's own runtime.
# Loops are not rotated (GCC: -fno-tree-ch), because a loop whose test the compiler has copied in front of it begins
# with a read of its own, and more executions are explored than differ.
set(HEDDLE_CLANG_OPTIONS "SHELL:-Xclang -fsanitize=thread" "SHELL:-mllvm -rotation-max-header-size=0")
# -Wno-tsan: GCC warns that ThreadSanitizer's runtime does not know fences. Ours does.
# -fno-builtin-…: what GCC makes of a call of these instead, for a size that it knows, is not instrumented. (Programs
# may call others, strlen for one, in constant expressions, which GCC cannot without its own.)
set(HEDDLE_GCC_OPTIONS -Wp,-fsanitize=thread -fno-tree-ch -Wno-tsan)
foreach(heddle_name IN ITEMS
        memset memcpy memmove mempcpy bcopy bzero strcpy stpcpy strncpy stpncpy strcat strncat sprintf snprintf
        vsprintf vsnprintf)
    list(APPEND HEDDLE_GCC_OPTIONS -fno-builtin-${heddle_name})
endforeach()

set(HEDDLE_INSTRUMENTATION)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    set(HEDDLE_INSTRUMENTATION ${HEDDLE_CLANG_OPTIONS})
elseif(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    set(HEDDLE_INSTRUMENTATION ${HEDDLE_GCC_OPTIONS})
endif()
