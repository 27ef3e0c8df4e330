#pragma once

/// Bounded programs over basic_shared_mutex, or anything that is used like it.

#include "models/deadline.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <shared_mutex>

namespace heddle::models {

/// Writers keep two numbers equal, readers look whether they are; everybody is served.
template <class Sync, template <class> class Mutex, std::size_t Writers = 1,
          std::size_t Readers = 1>
struct reading_and_writing {
    static constexpr std::size_t threads = Writers + Readers;

    Mutex<Sync> mutex;
    typename Sync::template var<int> left{0};
    typename Sync::template var<int> right{0};

    void thread(std::size_t index) {
        if (index < Writers) {
            const std::unique_lock held(mutex);
            left = left + 1;
            right = right + 1;
        } else {
            const std::shared_lock shared(mutex);
            Sync::check(left == right, "a reader saw a writer at work");
        }
    }

    void after() { Sync::check(left == static_cast<int>(Writers), "an addition was lost"); }

    void invariant() {}
};

/// Two readers are inside at the same time: neither keeps the other out.
template <class Sync, template <class> class Mutex>
struct sharing {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;

    void thread(std::size_t) {
        Sync::check(mutex.try_lock_shared(), "no writer is there, and a reader is kept out");
        mutex.unlock_shared();
    }

    void after() {
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        Sync::check(!mutex.try_lock_shared(), "a writer and a reader are inside");
        mutex.unlock();
    }

    void invariant() {}
};

/// A writer and a reader try, once each: not both are inside, and one of them is served.
template <class Sync, template <class> class Mutex>
struct trying_to_share {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> data{0};
    std::array<typename Sync::template var<int>, threads> taken{};

    void thread(std::size_t index) {
        if (index == 0) {
            if (!mutex.try_lock()) return;
            data = 1;
            mutex.unlock();
        } else {
            if (!mutex.try_lock_shared()) return;
            Sync::check(data == 0 || data == 1, "a reader saw what nobody wrote");
            mutex.unlock_shared();
        }
        taken[index] = 1;
    }

    void after() {
        Sync::check(taken[0] + taken[1] >= 1, "the lock was free, and nobody got it");
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

/// A reader inside sees by a try that a writer waits, and says so; another one that comes after
/// that goes in after the writer.
template <class Sync, template <class> class Mutex>
struct writers_first {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::template atomic<int> is_awaited{0};
    typename Sync::template var<int> written{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const std::shared_lock shared(mutex);
            if (mutex.try_lock_shared())
                mutex.unlock_shared();
            else
                is_awaited.store(1, std::memory_order_release);
        } else if (index == 1) {
            const std::unique_lock held(mutex);
            written = 1;
        } else if (is_awaited.load(std::memory_order_acquire) == 1) {
            const std::shared_lock shared(mutex);
            Sync::check(written == 1, "a reader overtook a writer that waited");
        }
    }

    void after() {}

    void invariant() {}
};

/// A writer waits until a deadline, which may pass at any time, while a reader is inside and
/// another one comes: with the writer gone, nothing keeps that one out.
template <class Sync, template <class> class Mutex>
struct writer_giving_up {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::template var<int> written{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            if (!mutex.try_lock_for(std::chrono::milliseconds(1))) return;
            written = 1;
            taken = 1;
            mutex.unlock();
        } else {
            const std::shared_lock shared(mutex);
            const int seen = written;
            Sync::check(seen == 0 || seen == 1, "a reader saw what nobody wrote");
        }
    }

    void after() {
        Sync::check(written == taken, "a write was lost");
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

/// As before, but each reader stays inside until the other one is there, too.
template <class Sync, template <class> class Mutex>
struct readers_meeting {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::word inside{0};

    void thread(std::size_t index) {
        if (index == 0) {
            if (mutex.try_lock_for(std::chrono::milliseconds(1))) mutex.unlock();
            return;
        }
        const std::shared_lock shared(mutex);
        if (inside.fetch_add(1U, std::memory_order_relaxed) == 1)
            Sync::notify_all(inside);
        else
            while (inside.load(std::memory_order_relaxed) == 1) Sync::wait(inside, 1);
    }

    void after() { Sync::check(inside.load(std::memory_order_relaxed) == 2, "they did not meet"); }

    void invariant() {}
};

/// One reader comes and goes, and two stay until both are there: where there is room for two, the
/// first makes room for a third while another one stays.
template <class Sync, template <class> class Mutex>
struct making_room {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::word inside{0};

    void thread(std::size_t index) {
        const std::shared_lock shared(mutex);
        if (index == 0) return;
        if (inside.fetch_add(1U, std::memory_order_relaxed) == 1)
            Sync::notify_all(inside);
        else
            while (inside.load(std::memory_order_relaxed) == 1) Sync::wait(inside, 1);
    }

    void after() { Sync::check(inside.load(std::memory_order_relaxed) == 2, "they did not meet"); }

    void invariant() {}
};

/// One of two readers that a writer keeps out waits until a deadline, which may pass at any time:
/// the other is let in all the same.
template <class Sync, template <class> class Mutex>
struct reader_giving_up {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::template var<int> written{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const std::unique_lock held(mutex);
            written = 1;
        } else if (index == 1) {
            const std::shared_lock shared(mutex);
            const int seen = written;
            Sync::check(seen == 0 || seen == 1, "a reader saw what nobody wrote");
        } else if (mutex.try_lock_shared_for(std::chrono::milliseconds(1))) {
            const int seen = written;
            Sync::check(seen == 0 || seen == 1, "a reader saw what nobody wrote");
            mutex.unlock_shared();
        }
    }

    void after() { Sync::check(written == 1, "a write was lost"); }

    void invariant() {}
};

/// A reader waits for a writer until a deadline, which may pass at any time: it leaves nothing
/// behind.
template <class Sync, template <class> class Mutex>
struct reader_giving_up_at {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> left{0};
    typename Sync::template var<int> right{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const std::unique_lock held(mutex);
            left = 1;
            right = 1;
        } else if (mutex.try_lock_shared_until(soon<Sync>())) {
            Sync::check(left == right, "a reader saw a writer at work");
            mutex.unlock_shared();
        }
    }

    void after() {
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

/// A writer and a reader: whoever is the last to have had the lock destroys it, though the other
/// one may not have returned from its unlock.
template <class Sync, template <class> class Mutex>
struct outliving {
    static constexpr std::size_t threads = 2;

    Mutex<Sync>* const mutex = new Mutex<Sync>;
    std::array<typename Sync::template var<int>, threads> done{};

    void thread(std::size_t index) {
        if (index == 0)
            mutex->lock();
        else
            mutex->lock_shared();
        done[index] = 1;
        const bool is_last = done[1 - index] == 1;
        if (index == 0)
            mutex->unlock();
        else
            mutex->unlock_shared();
        if (is_last) delete mutex;
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
