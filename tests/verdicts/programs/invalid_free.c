/* free() of the inside of a block. "fixed": of its begin. */
#include <stdlib.h>

int main(int argc, char** argv) {
    (void)argv;
    char* block = malloc(16);
    char* volatile which = argc > 1 ? block : block + 8;
    free(which); // BUG
    return 0;
}
