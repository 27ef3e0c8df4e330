# What GCC needs beside -fsanitize=thread, in HEDDLE_GCC_OPTIONS: for the compiler wrappers, for
# heddle_instrument and for Heddle's own scenarios and tests.
#
# -fno-tree-ch: a loop whose test the compiler has copied in front of it begins with a read of its own, so that more
# executions are explored than differ.
# -Wno-tsan: GCC warns that ThreadSanitizer's runtime does not know fences. Ours does.
# -fno-builtin-…: what GCC makes of a call of these instead, for a size that it knows, is not instrumented. (Programs
# may call others, strlen for one, in constant expressions, which GCC cannot without its own.)
set(HEDDLE_GCC_OPTIONS -fno-tree-ch -Wno-tsan)
foreach(heddle_name IN ITEMS
        memset memcpy memmove mempcpy bcopy bzero strcpy stpcpy strncpy stpncpy strcat strncat sprintf snprintf
        vsprintf vsnprintf)
    list(APPEND HEDDLE_GCC_OPTIONS -fno-builtin-${heddle_name})
endforeach()
