#pragma once

/// Bounded programs over basic_mcs_lock as it is used with nodes, or anything that is used like it.

#include <array>
#include <cstddef>
#include <memory>

namespace heddle::models {

/// Each thread adds to a counter under the lock, with a node of its own; one of them, if asked to,
/// twice with the same node.
template <class Sync, class Lock, std::size_t Threads = 2, int Rounds = 1>
struct queueing {
    static constexpr std::size_t threads = Threads;

    Lock lock;
    std::array<typename Lock::node, Threads> nodes;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t index) {
        for (int i = 0; i < (index == 0 ? Rounds : 1); ++i) {
            lock.lock(nodes[index]);
            counter = counter + 1;
            lock.unlock(nodes[index]);
        }
    }

    void after() {
        lock.lock(nodes[0]);
        Sync::check(counter == static_cast<int>(Threads) - 1 + Rounds, "an addition was lost");
        lock.unlock(nodes[0]);
    }

    void invariant() {}
};

/// Each thread makes its node itself, and destroys it; one tries first.
template <class Sync, class Lock>
struct queueing_anew {
    static constexpr std::size_t threads = 2;

    Lock lock;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t index) {
        // On the heap: compilers do not tell a checker how an atomic on the stack begins.
        const auto node = std::make_unique<typename Lock::node>();
        if (index != 0 || !lock.try_lock(*node)) lock.lock(*node);
        counter = counter + 1;
        lock.unlock(*node);
    }

    void after() { Sync::check(counter == 2, "an addition was lost"); }

    void invariant() {}
};

/// One thread has the node in a guard, one has none, and a third tries with one.
template <class Sync, class Lock>
struct mixing {
    static constexpr std::size_t threads = 3;

    Lock lock;
    typename Lock::node node;
    typename Sync::template var<int> counter{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const typename Lock::guard held(lock);
            counter = counter + 1;
        } else if (index == 1) {
            lock.lock();
            counter = counter + 1;
            lock.unlock();
        } else if (lock.try_lock(node)) {
            counter = counter + 1;
            taken = 1;
            lock.unlock(node);
        }
    }

    void after() { Sync::check(counter == 2 + taken, "an addition was lost"); }

    void invariant() {}
};

/// As models/sync/ticket_lock.hpp has it, with guards.
template <class Sync, class Lock>
struct first_come_by_guards {
    static constexpr std::size_t threads = 2;

    Lock lock;
    typename Sync::template var<int> has_been_inside{0};

    void thread(std::size_t index) {
        bool is_awaited = false;
        {
            const typename Lock::guard held(lock);
            if (index == 0)
                is_awaited = held.is_contended();
            else
                has_been_inside = 1;
        }
        if (!is_awaited) return;
        const typename Lock::guard again(lock);
        Sync::check(has_been_inside == 1, "it overtook one that waited");
    }

    void after() { Sync::check(has_been_inside == 1, "somebody was not served"); }

    void invariant() {}
};

} // namespace heddle::models
