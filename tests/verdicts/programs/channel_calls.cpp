// What one thread sees of pipes and eventfds: results and error numbers [POSIX pipe, read, write;
// eventfd(2)]. "wrong": it expects the two ends of a pipe to be alike.
#undef NDEBUG
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace {

bool fails(ssize_t result, int error) {
    return result == -1 && errno == error;
}

void use_pipe() {
    std::array<int, 2> ends{};
    std::array<char, 8> to{};
    assert(pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0);
    auto const [out, in] = ends;
    assert(out != in && fails(read(out, to.data(), 1), EAGAIN));
    assert(fails(read(in, to.data(), 1), EBADF) && fails(write(out, "x", 1), EBADF));
    assert(write(in, "abc", 3) == 3 && write(in, "", 0) == 0 && write(in, "defg", 4) == 4);
    assert(read(out, to.data(), 0) == 0);
    assert(read(out, to.data(), 2) == 2 && std::memcmp(to.data(), "ab", 2) == 0);
    assert(read(out, to.data(), 8) == 5 && std::memcmp(to.data(), "cdefg", 5) == 0);
    assert((fcntl(out, F_GETFL) & O_ACCMODE) == O_RDONLY && fcntl(out, F_GETFD) == FD_CLOEXEC);
    assert((fcntl(in, F_GETFL) & (O_ACCMODE | O_NONBLOCK)) == (O_WRONLY | O_NONBLOCK));
    assert(fcntl(in, F_SETFL, 0) == 0 && fcntl(in, F_GETFL) == O_WRONLY);
    assert(write(in, "h", 1) == 1 && close(in) == 0);
    assert(fails(write(in, "i", 1), EBADF) && fails(close(in), EBADF));
    assert(read(out, to.data(), 8) == 1 && read(out, to.data(), 8) == 0);
    assert(close(out) == 0 && fails(read(out, to.data(), 8), EBADF));
    assert(fails(pipe2(ends.data(), O_APPEND), EINVAL));
}

void use_eventfd() {
    int const counter = eventfd(3, EFD_NONBLOCK);
    std::uint64_t value = UINT64_MAX;
    assert(fails(read(counter, &value, 7), EINVAL) && fails(write(counter, &value, 7), EINVAL));
    assert(fails(write(counter, &value, 8), EINVAL));
    value -= 4;
    assert(write(counter, &value, 8) == 8);
    value = 1;
    assert(fails(write(counter, &value, 8), EAGAIN));
    assert(read(counter, &value, 8) == 8 && value == UINT64_MAX - 1);
    assert(fails(read(counter, &value, 8), EAGAIN));
    assert(close(counter) == 0 && fails(eventfd_write(counter, 1), EBADF));

    int const semaphore = eventfd(2, EFD_NONBLOCK | EFD_SEMAPHORE);
    assert(eventfd_read(semaphore, &value) == 0 && value == 1);
    assert(eventfd_read(semaphore, &value) == 0 && value == 1);
    assert(fails(eventfd_read(semaphore, &value), EAGAIN));
    assert(fails(eventfd(0, O_APPEND), EINVAL));
}

} // namespace

int main(int argc, char**) {
    use_pipe();
    use_eventfd();
    int ends[2];
    assert(pipe(ends) == 0);
    if (argc > 1) assert(write(ends[0], "x", 1) == 1); // BUG
}
