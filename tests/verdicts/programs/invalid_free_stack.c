/* free() of a local variable. "fixed": of a block. */
#include <stdlib.h>

int main(int argc, char** argv) {
    (void)argv;
    char local[32];
    char* volatile which = argc > 1 ? malloc(32) : local;
    free(which); // BUG
    return 0;
}
