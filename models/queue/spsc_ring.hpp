#pragma once

/// Bounded programs over basic_spsc_ring, and a ring with a flaw.

#include "models/queue/item.hpp"
#include "primitives/queue/slot.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace heddle::models {

/// Both sides ask how many elements there are, while the other one is at work: the producer is told
/// no less than there are, the consumer no more.
template <class Sync, template <class, class> class Ring>
struct sizes {
    static constexpr std::size_t threads = 2;

    Ring<Sync, item<Sync>> ring;

    void thread(std::size_t index) {
        if (index == 0) {
            Sync::check(ring.empty(), "nothing was pushed, yet there is something");
            const bool first = ring.try_push(item<Sync>(1));
            const bool second = ring.try_push(item<Sync>(2));
            Sync::check(first && second, "there is room, yet it was not found");
            Sync::check(ring.size() <= 2, "there are more than were pushed");
        } else {
            const std::size_t least = ring.size();
            const bool first = ring.try_pop().has_value();
            const bool second = ring.try_pop().has_value();
            Sync::check((first ? 1U : 0U) + (second ? 1U : 0U) >= least, "fewer than there were");
        }
    }

    void after() {
        std::size_t left = ring.size();
        for (; left != 0; --left) Sync::check(ring.try_pop().has_value(), "fewer than there were");
        Sync::check(ring.empty() && !ring.try_pop(), "more than there were");
    }

    void invariant() {}
};

/// The roles change hands by a flag that orders the two threads: what the first one left is the
/// second one's, who is both then.
template <class Sync, template <class, class> class Ring>
struct handing_on {
    static constexpr std::size_t threads = 2;

    Ring<Sync, item<Sync>> ring; // with room for one
    typename Sync::template atomic<int> is_yours{0};

    void thread(std::size_t index) {
        if (index == 0) {
            Sync::check(ring.try_push(item<Sync>(1)), "there is room, yet it was not found");
            is_yours.store(1, std::memory_order_release);
        } else if (is_yours.load(std::memory_order_acquire) == 1) {
            Sync::check(!ring.try_push(item<Sync>(2)), "there is no room, yet it was found");
            const auto found = ring.try_pop();
            Sync::check(found && found->number() == 1, "not what the first one left");
            Sync::check(ring.try_push(item<Sync>(3)), "there is room, yet it was not found");
        }
    }

    void after() {}

    void invariant() {}
};

/// A ring whose producer says that there is an element before there is.
template <class Sync, class T>
class early_ring {
public:
    bool try_push(T&& value) {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_.load(std::memory_order_acquire) == slots_.size()) return false;
        tail_.store(tail + 1, std::memory_order_release); // the flaw: should follow the next line
        slots_[tail % slots_.size()].fill(static_cast<T&&>(value));
        return true;
    }

    std::optional<T> try_pop() {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        if (head == tail_.load(std::memory_order_acquire)) return std::nullopt;
        auto taken = slots_[head % slots_.size()].take();
        head_.store(head + 1, std::memory_order_release);
        return taken;
    }

private:
    std::array<queue::slot<T>, 2> slots_;
    typename Sync::template atomic<std::size_t> tail_{0};
    typename Sync::template atomic<std::size_t> head_{0};
};

} // namespace heddle::models
