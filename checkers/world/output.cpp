#include "world/output.hpp"

#include "world/own_descriptor.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>

namespace heddle::world {

namespace {

// All that is in a file, to where another is at.
void copy(int from, int to) {
    if (from < 0) return;
    std::array<char, 1 << 16> buffer{};
    off_t at = 0;
    for (ssize_t n = 0; (n = pread(from, buffer.data(), buffer.size(), at)) > 0; at += n) {
        for (ssize_t sent = 0; sent < n;) {
            const ssize_t m = write(to, buffer.data() + sent, static_cast<std::size_t>(n - sent));
            if (m <= 0) return;
            sent += m;
        }
    }
}

} // namespace

program_output::program_output() {
    std::fflush(nullptr);
    for (const int stream : {1, 2}) {
        real_[static_cast<std::size_t>(stream - 1)] = make_own(dup(stream));
    }
    nowhere_ = make_own(open("/dev/null", O_WRONLY | O_CLOEXEC));
}

void program_output::redirect(const std::array<int, 2>& to) {
    std::fflush(stdout);
    std::fflush(stderr);
    for (const int stream : {1, 2}) dup2(to[static_cast<std::size_t>(stream - 1)], stream);
}

void program_output::capture() {
    std::array<int, 2> fresh{};
    for (auto& file : fresh) file = make_own(memfd_create("heddle-output", MFD_CLOEXEC));
    redirect(fresh);
    for (const int file : kept_) close_own(file);
    kept_ = fresh;
}

void program_output::discard() {
    redirect({nowhere_, nowhere_});
}

void program_output::show() {
    redirect(real_);
    for (const std::size_t i : {0u, 1u}) copy(kept_[i], static_cast<int>(i) + 1);
}

void program_output::share() {
    for (auto& file : published_) file = make_own(memfd_create("heddle-output", MFD_CLOEXEC));
}

void program_output::publish() const {
    std::fflush(stdout);
    std::fflush(stderr);
    for (const std::size_t i : {0u, 1u}) {
        // A process that was killed may have begun to.
        if (ftruncate(published_[i], 0) == 0) lseek(published_[i], 0, SEEK_SET);
        copy(kept_[i], published_[i]);
    }
}

void program_output::take_published() {
    kept_ = published_;
}

} // namespace heddle::world
