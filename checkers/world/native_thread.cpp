#include "world/native_thread.hpp"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <new>

namespace heddle::world {
namespace {

constexpr std::size_t smallest = std::size_t{64} << 10u;
constexpr std::size_t largest = std::size_t{1} << 30u;

std::atomic<bool> have_started{false};

} // namespace

void start_native_thread(void* (*body)(void*), void* argument) {
    sigset_t all;
    sigset_t old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    ::syscall(SYS_getpid); // to have it looked up, which the thread may not do
    have_started.store(true, std::memory_order_relaxed);
    // Ours hides it; what is wanted here is a real thread.
    const auto real_create =
        reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
    pthread_t thread;
    int failed = EINVAL;
    // A stack holds the program's thread-local variables, too, of whatever size they are: EINVAL
    // says that there is no room for them.
    for (std::size_t size = smallest; failed == EINVAL && size <= largest; size *= 2) {
        pthread_attr_setstacksize(&attributes, size);
        failed = real_create(&thread, &attributes, body, argument);
    }
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
    if (failed != 0) throw std::bad_alloc();
}

// A program under exploration has one thread, its first, in this process and in each that is
// forked.
bool is_native_thread() noexcept {
    return have_started.load(std::memory_order_relaxed) &&
           ::syscall(SYS_gettid) != ::syscall(SYS_getpid);
}

} // namespace heddle::world
