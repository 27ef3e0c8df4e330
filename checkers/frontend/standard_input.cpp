#include "frontend/standard_input.hpp"

#include "world/restorable.hpp"

#include <stdio_ext.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>

namespace heddle::frontend {

namespace {

constexpr auto input = STDIN_FILENO;

// By plain system calls: the functions of these names are the program's to call.
void copy_to_file() {
    const int file = memfd_create("heddle-input", MFD_CLOEXEC);
    if (file < 0) return;
    std::array<char, 1 << 16> buffer;
    for (;;) {
        const long count = ::syscall(SYS_read, input, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        for (long sent = 0; sent < count;) {
            const long more = ::syscall(SYS_write, file, buffer.data() + sent, count - sent);
            if (more <= 0) break;
            sent += more;
        }
    }
    ::lseek(file, 0, SEEK_SET);
    ::syscall(SYS_dup3, file, input, 0);
    ::syscall(SYS_close, file);
}

bool is_stream() noexcept {
    return ::lseek(input, 0, SEEK_CUR) < 0 && errno == ESPIPE;
}

bool reads_input(std::string_view name) {
    constexpr std::array names{
        "stdin",          "getchar", "getchar_unlocked", "gets",           "scanf",    "vscanf",
        "__isoc99_scanf", "wscanf",  "__isoc99_vscanf",  "__isoc23_scanf", "_ZSt3cin", "_ZSt4wcin"};
    for (const std::string_view each : names) {
        if (each == name) return true;
    }
    return false;
}

off_t begin = 0;

} // namespace

void remember_input() {
    if (is_stream() && world::imports_any(reads_input)) copy_to_file();
    begin = ::lseek(input, 0, SEEK_CUR);
}

void prepare_input() noexcept {
    const int error = errno;
    if (is_stream()) {
        copy_to_file();
        begin = 0;
    }
    errno = error;
}

void rewind_input() noexcept {
    if (begin < 0 || ::lseek(input, 0, SEEK_CUR) == begin) return;
    ::lseek(input, begin, SEEK_SET);
    __fpurge(stdin);
    std::clearerr(stdin);
}

} // namespace heddle::frontend
