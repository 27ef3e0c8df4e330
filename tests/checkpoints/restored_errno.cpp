// What a call has left in errno, up to a later operation of the thread. With a thread_local
// variable of the program's (WITH_THREAD_LOCAL) each thread's errno is elsewhere than without.
#include <semaphore.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

sem_t semaphore;
std::mutex mutex;
std::atomic<int> tickets{0};
int rounds = 0;

#ifdef WITH_THREAD_LOCAL
thread_local int calls = 0;
#endif

// Clears errno only if `clears`, which no call of the library's does.
int error_after_operations(bool clears) {
    if (clears) {
        errno = 0;
    }
    bool const taken = sem_trywait(&semaphore) == 0;
    tickets.fetch_add(1);
    {
        std::lock_guard const lock{mutex};
        ++rounds;
    }
    return taken ? errno : errno - EAGAIN;
}

void work() {
#ifdef WITH_THREAD_LOCAL
    ++calls;
#endif
    assert(errno == 0);
    assert(error_after_operations(true) == 0);
    errno = EDOM; // what another execution would find above if it were not put back
    int const error = error_after_operations(false);
    assert(error == 0 || error == EDOM);
    errno = ERANGE;
}

} // namespace

int main() {
    sem_init(&semaphore, 0, 2);
    errno = EINTR;
    std::thread first{work};
    std::thread second{work};
    first.join();
    second.join();
    assert(errno == EINTR && rounds == 4);
}
