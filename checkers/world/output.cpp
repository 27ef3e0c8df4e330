#include "world/output.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

namespace heddle::world {

program_output::program_output() {
    std::fflush(nullptr);
    for (const int stream : {1, 2}) {
        real_[static_cast<std::size_t>(stream - 1)] = fcntl(stream, F_DUPFD_CLOEXEC, 100);
    }
    nowhere_ = open("/dev/null", O_WRONLY | O_CLOEXEC);
}

void program_output::redirect(const std::array<int, 2>& to) {
    std::fflush(stdout);
    std::fflush(stderr);
    for (const int stream : {1, 2}) dup2(to[static_cast<std::size_t>(stream - 1)], stream);
}

void program_output::capture() {
    std::array<int, 2> fresh{};
    for (auto& file : fresh) file = memfd_create("heddle-output", MFD_CLOEXEC);
    redirect(fresh);
    for (const int file : kept_) {
        if (file >= 0) close(file);
    }
    kept_ = fresh;
}

void program_output::discard() {
    redirect({nowhere_, nowhere_});
}

void program_output::show() {
    redirect(real_);
    for (const std::size_t i : {0u, 1u}) {
        if (kept_[i] < 0) continue;
        lseek(kept_[i], 0, SEEK_SET);
        std::array<char, 1 << 16> buffer{};
        for (ssize_t n = 0; (n = read(kept_[i], buffer.data(), buffer.size())) > 0;) {
            for (ssize_t sent = 0; sent < n;) {
                const ssize_t m = write(static_cast<int>(i) + 1, buffer.data() + sent,
                                        static_cast<std::size_t>(n - sent));
                if (m <= 0) return;
                sent += m;
            }
        }
    }
}

} // namespace heddle::world
