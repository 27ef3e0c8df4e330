#include "world/blocked_call.hpp"

#include "world/native_thread.hpp"
#include "world/state.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>

namespace heddle::world {
namespace {

constexpr int patience = 8; // looks, half a second apart
constexpr int signal_to_leave = SIGURG;

pid_t process = 0;
pid_t watched = 0;
std::array<char, 64> stat_file{}; // the watched thread's

void leave(int) {
    if (simulating) unsupported("a system call that blocks: no other thread can run to end it");
}

// Whether the thread sleeps, by the third field of its stat file.
bool sleeps() {
    const long file = ::syscall(SYS_openat, AT_FDCWD, stat_file.data(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    std::array<char, 256> text{};
    const long length = ::syscall(SYS_read, file, text.data(), text.size() - 1);
    ::syscall(SYS_close, file);
    if (length <= 0) return false;
    long i = length - 1;
    while (i > 0 && text[static_cast<std::size_t>(i)] != ')') --i;
    return i + 2 < length && text[static_cast<std::size_t>(i + 2)] == 'S';
}

void* watch(void*) {
    std::uint64_t steps = 0;
    int asleep = 0;
    for (;;) {
        const timespec half_a_second{0, 500'000'000};
        ::syscall(SYS_nanosleep, &half_a_second, nullptr);
        const std::uint64_t now = state->steps;
        asleep = simulating && now == steps && sleeps() ? asleep + 1 : 0;
        steps = now;
        if (asleep < patience) continue;
        asleep = 0;
        ::syscall(SYS_tgkill, process, watched, signal_to_leave);
    }
}

} // namespace

void watch_for_blocked_calls() {
    process = static_cast<pid_t>(::syscall(SYS_getpid));
    watched = static_cast<pid_t>(::syscall(SYS_gettid));
    std::snprintf(stat_file.data(), stat_file.size(), "/proc/self/task/%d/stat", watched);

    struct sigaction action {};

    action.sa_handler = leave;
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    sigaction(signal_to_leave, &action, nullptr);
    start_native_thread(watch, nullptr);
}

} // namespace heddle::world
