#include "world/blocked_call.hpp"

#include "world/state.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace heddle::world {
namespace {

constexpr int patience = 8; // looks, half a second apart
constexpr int signal_to_leave = SIGURG;

pid_t watched = 0;

void leave(int) {
    if (simulating) unsupported("a system call that blocks: no other thread can run to end it");
}

// Whether the thread sleeps, by the third field of its stat file. While a simulated thread runs,
// the runtime's functions believe that they are called by it: plain system calls only.
bool sleeps(const char* stat_file) {
    const long file = ::syscall(SYS_openat, AT_FDCWD, stat_file, O_RDONLY | O_CLOEXEC);
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
    std::array<char, 64> stat_file{};
    std::snprintf(stat_file.data(), stat_file.size(), "/proc/self/task/%d/stat", watched);
    std::uint64_t steps = 0;
    int asleep = 0;
    for (;;) {
        const timespec half_a_second{0, 500'000'000};
        ::syscall(SYS_nanosleep, &half_a_second, nullptr);
        const std::uint64_t now = state->steps;
        asleep = simulating && now == steps && sleeps(stat_file.data()) ? asleep + 1 : 0;
        steps = now;
        if (asleep < patience) continue;
        asleep = 0;
        ::syscall(SYS_tgkill, getpid(), watched, signal_to_leave);
    }
}

} // namespace

void watch_for_blocked_calls() {
    watched = static_cast<pid_t>(::syscall(SYS_gettid));

    struct sigaction action {};

    action.sa_handler = leave;
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    sigaction(signal_to_leave, &action, nullptr);
    const auto real_create =
        reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigset_t all;
    sigset_t old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pthread_t thread;
    real_create(&thread, &attributes, watch, nullptr);
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
    pthread_attr_destroy(&attributes);
}

} // namespace heddle::world
