// A thread looks at a flag a few times, and then sleeps until it is woken: on a condition variable,
// an atomic ("atomic") or a futex ("futex").
//   silent: the flag is set, but nobody is woken; unlocked: the flag is set without the mutex, so
//   that the wakeup may come between the last look and the wait
#include "variant.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const spins = v.number("spins", 2);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    std::atomic<int> flag{0};
    std::mutex mutex;
    std::condition_variable condition;
    int message = 0;
    auto const is_set = [&] { return flag.load(std::memory_order_acquire) == 1; };
    auto const park = [&] {
        if (v.has("atomic")) {
            flag.wait(0, std::memory_order_acquire); // BUG(atomic)
        } else if (v.has("futex")) {
            while (!is_set()) {
                syscall(SYS_futex, &flag, FUTEX_WAIT_PRIVATE, 0, nullptr); // BUG(futex)
            }
        } else {
            std::unique_lock lock(mutex);
            condition.wait(lock, is_set); // BUG(condition)
        }
    };
    auto const wake = [&] {
        if (v.has("silent")) {
            return;
        }
        if (v.has("atomic")) {
            flag.notify_one();
        } else if (v.has("futex")) {
            syscall(SYS_futex, &flag, FUTEX_WAKE_PRIVATE, 1);
        } else {
            condition.notify_one();
        }
    };
    auto const wait = [&] {
        bool set = false;
        for (int i = 0; i < spins && !set; ++i) {
            set = is_set();
        }
        if (!set) {
            park();
        }
        assert(message == 1); // BUG(relaxed)
    };
    auto const set = [&] {
        message = 1; // BUG(relaxed)
        if (!v.has("atomic") && !v.has("futex") && !v.has("unlocked")) {
            std::scoped_lock const lock(mutex);
            flag.store(1, order);
        } else {
            flag.store(1, order);
        }
        wake();
    };
    run_threads(v, 2, [&](int i) { i == 0 ? wait() : set(); });
}
