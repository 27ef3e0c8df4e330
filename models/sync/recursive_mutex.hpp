#pragma once

/// Bounded programs over basic_recursive_mutex, or anything that is used like it. Those of
/// models/sync/mutex.hpp fit it too.

#include <cstddef>
#include <cstdint>
#include <mutex>

namespace heddle::models {

/// Each thread adds to a plain counter two levels deep, and again when it has given one back: it
/// is alone until it has given back the last.
template <class Sync, template <class> class Mutex, std::size_t Threads = 2>
struct nesting {
    static constexpr std::size_t threads = Threads;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t) {
        const std::lock_guard outer(mutex);
        {
            const std::lock_guard inner(mutex);
            counter = counter + 1;
        }
        Sync::check(mutex.is_held_by_this_thread(), "it was given back too soon");
        counter = counter + 1;
    }

    void after() {
        Sync::check(counter == 2 * static_cast<int>(Threads), "an addition was lost");
        Sync::check(!mutex.is_held_by_this_thread(), "it was not given back");
    }

    void invariant() {}
};

/// Each thread tries twice, one in the other: the second time succeeds.
template <class Sync, template <class> class Mutex>
struct nested_tries {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t) {
        if (!mutex.try_lock()) return;
        Sync::check(mutex.try_lock(), "its own holder could not take it again");
        Sync::check(mutex.depth() == 2, "it is two levels deep");
        counter = counter + 1;
        mutex.unlock();
        Sync::check(mutex.depth() == 1, "one level is left");
        mutex.unlock();
    }

    void after() {
        Sync::check(counter >= 1, "it was free, and nobody got it");
        Sync::check(mutex.try_lock(), "nobody holds it, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

/// One thread lets go of two levels and takes them back; others come between, or do not.
template <class Sync, template <class> class Mutex>
struct letting_go {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t index) {
        const std::lock_guard outer(mutex);
        counter = counter + 1;
        if (index != 0) return;
        {
            const std::lock_guard inner(mutex);
            const std::uint32_t depth = mutex.release_all();
            Sync::check(depth == 2, "two levels were held");
            Sync::check(!mutex.is_held_by_this_thread(), "it was let go");
            mutex.reacquire(depth);
            Sync::check(mutex.depth() == 2, "two levels were to be taken back");
            counter = counter + 1;
        }
        Sync::check(mutex.depth() == 1, "one level is left");
        counter = counter + 1;
    }

    void after() {
        Sync::check(counter == 4, "an addition was lost");
        Sync::check(!mutex.is_locked(), "it was not given back");
    }

    void invariant() {}
};

/// One thread holds it, two levels deep; to another it is not its own, whatever the first does.
template <class Sync, template <class> class Mutex>
struct looking_on {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;

    void thread(std::size_t index) {
        if (index == 0) {
            mutex.lock();
            mutex.lock();
            Sync::check(mutex.is_locked() && mutex.depth() == 2, "it is its holder's");
            mutex.unlock();
            mutex.unlock();
        } else {
            (void)mutex.is_locked(); // either may be so
            Sync::check(!mutex.is_held_by_this_thread(), "it is another's");
            Sync::check(mutex.depth() == 0, "these levels are another's");
        }
    }

    void after() { Sync::check(!mutex.is_locked(), "it was not given back"); }

    void invariant() {}
};

/// Each thread takes it, once: it is its own for as long as it holds it.
template <class Sync, template <class> class Mutex>
struct owning {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;

    void thread(std::size_t) {
        const std::lock_guard held(mutex);
        Sync::check(mutex.is_held_by_this_thread(), "what it holds is not its own");
    }

    void after() {
        Sync::check(!mutex.is_held_by_this_thread(), "what nobody holds is somebody's");
    }

    void invariant() {}
};

} // namespace heddle::models
