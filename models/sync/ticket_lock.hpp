#pragma once

/// A bounded program over locks that are given in order of arrival.

#include <cstddef>
#include <mutex>

namespace heddle::models {

/// A thread that holds the lock sees that another one waits, and takes the lock again: then the
/// other one has been inside meanwhile.
template <class Sync, template <class> class Lock>
struct first_come {
    static constexpr std::size_t threads = 2;

    Lock<Sync> lock;
    typename Sync::template var<int> has_been_inside{0};

    void thread(std::size_t index) {
        if (index == 0) {
            lock.lock();
            const bool is_awaited = lock.is_contended();
            lock.unlock();
            const std::lock_guard again(lock);
            Sync::check(!is_awaited || has_been_inside == 1, "it overtook one that waited");
        } else {
            const std::lock_guard held(lock);
            has_been_inside = 1;
        }
    }

    void after() { Sync::check(has_been_inside == 1, "somebody was not served"); }

    void invariant() {}
};

/// One thread locks, another tries: whatever comes of the try, the lock is served.
template <class Sync, template <class> class Lock>
struct trying_once {
    static constexpr std::size_t threads = 2;

    Lock<Sync> lock;
    typename Sync::template var<int> counter{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const std::lock_guard held(lock);
            counter = counter + 1;
        } else if (lock.try_lock()) {
            counter = counter + 1;
            taken = 1;
            lock.unlock();
        }
    }

    void after() {
        const std::lock_guard held(lock);
        Sync::check(counter == 1 + taken, "an addition was lost");
    }

    void invariant() {}
};

} // namespace heddle::models
