// The same, run from its start every time: it might open a file.
#include "spin_rounds.hpp"

#include <fcntl.h>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc > 10) {
        close(open("/dev/null", O_RDONLY));
    }
    return spin_rounds(argc, argv);
}
