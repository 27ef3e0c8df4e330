/* The same with -fexceptions, where the compiler has the unwinder call cleanup handlers. */
#include "cleanup_handlers.c"
