// Calls that succeed leave errno as it was, in whichever execution; those that fail and return an
// error's number do, too.
//
//     wrong    one that says in errno why it fails
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

namespace {

bool wrong = false;
sem_t semaphore;
pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;

template <class Call>
void keeps_errno(Call call) {
    errno = EDOM;
    call();
    assert(errno == EDOM); // BUG
}

void use_locks() {
    static std::mutex mutex;
    static std::shared_mutex shared;
    keeps_errno([] { std::lock_guard const lock{mutex}; });
    keeps_errno([] { std::shared_lock const lock{shared}; });
    keeps_errno([] { assert(pthread_mutex_trylock(&held) == EBUSY); });
    keeps_errno([] {
        std::unique_lock lock{mutex};
        std::condition_variable never;
        never.wait_for(lock, std::chrono::milliseconds{1});
    });
    keeps_errno([] {
        sem_post(&semaphore);
        sem_wait(&semaphore);
        if (wrong) {
            sem_trywait(&semaphore);
        }
    });
}

void use_atomics() {
    static std::atomic<int> atomic{0};
    keeps_errno([] { atomic.fetch_add(1); });
    keeps_errno([] { atomic.load(); });
    keeps_errno([] {
        ++atomic;
        atomic.notify_all();
    });
}

void use_memory() {
    keeps_errno([] { std::vector<char> const big(std::size_t{140} << 10u); });
    keeps_errno([] {
        try {
            throw std::runtime_error{"thrown"};
        } catch (std::exception const&) {
        }
    });
}

void use_threads() {
    keeps_errno([] { std::thread{[] { assert(errno == 0); }}.join(); });
    keeps_errno([] { assert(std::async(std::launch::async, [] { return 3; }).get() == 3); });
    keeps_errno([] {
        pthread_key_t key = 0;
        pthread_key_create(&key, nullptr);
        pthread_setspecific(key, &semaphore);
    });
}

void use_time_and_chance() {
    keeps_errno([] { std::this_thread::sleep_for(std::chrono::milliseconds{1}); });
    keeps_errno([] { std::chrono::steady_clock::now(); });
    keeps_errno([] { std::this_thread::yield(); });
    keeps_errno([] { std::random_device{}(); });
}

void use_channel() {
    keeps_errno([] {
        int const channel = eventfd(1, 0);
        eventfd_t count = 0;
        assert(eventfd_read(channel, &count) == 0 && count == 1);
        close(channel);
    });
}

} // namespace

int main(int argc, char**) {
    wrong = argc > 1;
    sem_init(&semaphore, 0, 0);
    pthread_mutex_lock(&held);
    std::thread other{[] {
        use_locks();
        use_atomics();
    }};
    use_locks();
    use_atomics();
    other.join();
    use_memory();
    use_threads();
    use_time_and_chance();
    use_channel();
}
