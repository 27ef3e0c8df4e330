#pragma once

/// Bounded programs over basic_mpmc_ring, and a ring with a flaw.

#include "models/queue/item.hpp"
#include "models/queue/workload.hpp"
#include "primitives/queue/mpmc_ring.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <limits>
#include <optional>

namespace heddle::models {

/// A ring that is near the end of the numbers.
template <class Sync, class T>
struct late_ring : queue::basic_mpmc_ring<Sync, T> {
    using base = queue::basic_mpmc_ring<Sync, T>;

    late_ring() : base(1, {.number = std::numeric_limits<std::size_t>::max()}) {}
};

/// Two threads push, a third pops once it has been told that the first is done. Its pop may fail,
/// though there is an element: the second thread's, which is older, may be on its way.
template <class Sync, template <class, class> class Queue>
struct stalled_push {
    static constexpr std::size_t threads = 3;

    Queue<Sync, item<Sync>> queue;
    typename Sync::template atomic<int> has_pushed{0};

    void thread(std::size_t index) {
        if (index == 0) {
            Sync::check(offer(queue, item<Sync>(1)), "there is room, yet it was not found");
            has_pushed.store(1, std::memory_order_release);
        } else if (index == 1) {
            Sync::check(offer(queue, item<Sync>(2)), "there is room, yet it was not found");
        } else {
            const bool is_there = has_pushed.load(std::memory_order_acquire) == 1;
            const auto found = queue.try_pop();
            Sync::check(found || !is_there, "an element is there, yet it was not found");
        }
    }

    void after() {
        while (queue.try_pop()) {
        }
    }

    void invariant() {}
};

/// A ring whose threads draw their positions before they look whether the cell there is free: who
/// comes in vain has taken the position all the same.
template <class Sync, class T>
class drawing_ring {
public:
    drawing_ring() {
        for (std::size_t i = 0; i < cells_.size(); ++i)
            cells_[i].turn.store(i, std::memory_order_relaxed);
    }

    bool try_push(T&& value) {
        const std::size_t p = tail_.fetch_add(1, std::memory_order_relaxed); // the flaw
        cell& here = cells_[p % cells_.size()];
        if (here.turn.load(std::memory_order_acquire) != p) return false;
        here.content.fill(static_cast<T&&>(value));
        here.turn.store(p + 1, std::memory_order_release);
        return true;
    }

    std::optional<T> try_pop() {
        const std::size_t p = head_.fetch_add(1, std::memory_order_relaxed); // the flaw
        cell& here = cells_[p % cells_.size()];
        if (here.turn.load(std::memory_order_acquire) != p + 1) return std::nullopt;
        auto taken = here.content.take();
        here.turn.store(p + cells_.size(), std::memory_order_release);
        return taken;
    }

private:
    struct cell {
        typename Sync::template atomic<std::size_t> turn{0};
        queue::slot<T> content;
    };

    std::array<cell, 2> cells_;
    typename Sync::template atomic<std::size_t> tail_{0};
    typename Sync::template atomic<std::size_t> head_{0};
};

} // namespace heddle::models
