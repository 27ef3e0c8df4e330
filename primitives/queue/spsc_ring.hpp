#pragma once

/// A bounded queue from one thread to one other: first in, first out.
///
///     state               try_push (the producer)    try_pop (the consumer)
///     empty               -> one element             fails
///     some elements       -> one more                -> one less, the oldest
///     full                fails                      -> one less, the oldest
///
/// Lamport's ring ("Specifying Concurrent Program Modules", TOPLAS 1983): only the producer writes
/// the tail, only the consumer writes the head, so that plain loads and stores will do. Each side
/// remembers the other's index, and reads the index itself, which the other one's cache has, only
/// when by the remembered one nothing can be done: as in MCRingBuffer (Lee, Bu, Chandranmenon, "A
/// Lock-Free, Cache-Efficient Multi-Core Synchronization Mechanism for Line-Rate Network Traffic
/// Monitoring", IPDPS 2010), but that indices are published at once, not in batches.
///
/// There is one slot more than there may be elements: head = tail is empty, and tail + 1 = head is
/// full. So the indices start over at 0 for any capacity, need no division, and do not overflow.

#include "primitives/queue/slot.hpp"
#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace heddle::queue {

/// Wait-free: every operation is done after a bounded number of steps, whatever the other thread
/// does. At any time one thread at most may be the producer, and one the consumer; these may be the
/// same, and a role may be handed on if that orders the two threads. Elements may be movable only.
/// Memory is allocated in the constructor alone. Nobody ever sleeps here.
template <class Sync, class T>
class basic_spsc_ring {
public:
    using value_type = T;

    /// Room for `capacity` elements: any number but 0.
    /// @throws std::invalid_argument when `capacity` is 0, std::length_error when it is the largest
    ///     number there is, std::bad_alloc when there is no memory
    explicit basic_spsc_ring(std::size_t capacity)
        : slot_count_(slots_for(capacity)), slots_(new slot<T>[slot_count_]) {}

    basic_spsc_ring(const basic_spsc_ring&) = delete;
    basic_spsc_ring& operator=(const basic_spsc_ring&) = delete;

    /// Destroys the elements that are left. Nobody may use the ring any more.
    ~basic_spsc_ring() {
        // Relaxed: whoever destroys the ring is already ordered after its users.
        const std::size_t end = producer_.tail.load(std::memory_order_relaxed);
        std::size_t i = consumer_.head.load(std::memory_order_relaxed);
        for (; i != end; i = after(i)) slots_[i].clear();
    }

    /// Producer only. Appends an element that is made of `args`, if there is room; does not block.
    /// What was done before happens before what the consumer does after it has taken the element.
    /// @return whether there was room; if not, `args` are untouched. There is room if a pop of the
    ///     consumer happened before that left some.
    /// @throws what the constructor throws; the ring is unchanged then
    template <class... Args>
    [[nodiscard]] bool
    try_emplace(Args&&... args) noexcept(std::is_nothrow_constructible_v<T, Args...>) {
        // Relaxed: the producer's own.
        const std::size_t tail = producer_.tail.load(std::memory_order_relaxed);
        const std::size_t next = after(tail);
        if (next == producer_.head_seen) {
            // Acquire: pairs with the release in try_pop. The element that was in the slot is gone.
            producer_.head_seen = consumer_.head.load(std::memory_order_acquire);
            if (next == producer_.head_seen) return false;
        }
        slots_[tail].fill(std::forward<Args>(args)...);
        // Release: pairs with the acquire in try_pop. The element is whole.
        producer_.tail.store(next, std::memory_order_release);
        return true;
    }

    /// As `try_emplace`, by copying.
    [[nodiscard]] bool try_push(const T& value) noexcept(std::is_nothrow_copy_constructible_v<T>) {
        return try_emplace(value);
    }

    /// As `try_emplace`, by moving; `value` is untouched when there is no room.
    [[nodiscard]] bool try_push(T&& value) noexcept(std::is_nothrow_move_constructible_v<T>) {
        return try_emplace(std::move(value));
    }

    /// Consumer only. Takes the oldest element, if there is one; does not block. What the producer
    /// did before it pushed the element happens before what is done after this.
    /// @return the element; nothing if there was none. There is one if a push happened before whose
    ///     element was not yet taken.
    /// @throws what T's move throws; the element is still the oldest then
    [[nodiscard]] std::optional<T> try_pop() noexcept(std::is_nothrow_move_constructible_v<T>) {
        // Relaxed: the consumer's own.
        const std::size_t head = consumer_.head.load(std::memory_order_relaxed);
        if (head == consumer_.tail_seen) {
            // Acquire: pairs with the release in try_emplace.
            consumer_.tail_seen = producer_.tail.load(std::memory_order_acquire);
            if (head == consumer_.tail_seen) return std::nullopt;
        }
        std::optional<T> taken = slots_[head].take();
        // Release: pairs with the acquire in try_emplace.
        consumer_.head.store(after(head), std::memory_order_release);
        return taken;
    }

    /// How many elements there are. Anybody may ask; to others than the producer and the consumer
    /// it is a number from 0 to `capacity()` that may never have been true. To the producer, no
    /// less than there are; to the consumer, no more. Orders nothing.
    [[nodiscard]] std::size_t size() const noexcept {
        const std::size_t head = consumer_.head.load(std::memory_order_relaxed);
        const std::size_t tail = producer_.tail.load(std::memory_order_relaxed);
        return tail >= head ? tail - head : slot_count_ - head + tail;
    }

    /// Whether `size()` is 0.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// How many elements there may be.
    [[nodiscard]] std::size_t capacity() const noexcept { return slot_count_ - 1; }

private:
    using index = typename Sync::template atomic<std::size_t>;
    using own_index = typename Sync::template var<std::size_t>;

    // A line for what neither side writes, and one for what each side does.
    struct alignas(sync::cache_line) producers {
        index tail{0};
        own_index head_seen{0};
    };

    struct alignas(sync::cache_line) consumers {
        index head{0};
        own_index tail_seen{0};
    };

    static std::size_t slots_for(std::size_t capacity) {
        if (capacity == 0) throw std::invalid_argument("spsc_ring: no room for any element");
        if (capacity == std::numeric_limits<std::size_t>::max())
            throw std::length_error("spsc_ring: more elements than can be counted");
        return capacity + 1;
    }

    [[nodiscard]] std::size_t after(std::size_t i) const noexcept {
        return i + 1 == slot_count_ ? 0 : i + 1;
    }

    const std::size_t slot_count_;
    const std::unique_ptr<slot<T>[]> slots_;
    producers producer_;
    consumers consumer_;
};

template <class T>
using spsc_ring = basic_spsc_ring<sync::std_sync, T>;

} // namespace heddle::queue
