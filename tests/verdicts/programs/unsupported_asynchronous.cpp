// The C library reads a file on a thread of its own, and calls the program back there.
#include <aio.h>
#include <fcntl.h>
#include <unistd.h>

#include <string_view>

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::string_view{argv[1]} == "fixed";
    char byte = 0;
    int const file = open("/dev/zero", O_RDONLY);
    if (fixed) return read(file, &byte, 1) == 1 ? 0 : 1;
    aiocb request{};
    request.aio_fildes = file;
    request.aio_buf = &byte;
    request.aio_nbytes = 1;
    return aio_read(&request); // BUG
}
