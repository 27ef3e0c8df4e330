#pragma once

/// A bounded queue for any number of threads: first in, first out.
///
///     the cell at a position    its turn      try_push there      try_pop there
///     free                      p             -> being filled     fails: empty
///     being filled              p             tries the next      fails: empty
///     filled                    p + 1         tries the next      -> being emptied
///     being emptied             p + 1         fails: full         tries the next
///     free for the next lap     p + lap       (p + lap) as above  tries the next
///
/// Vyukov's bounded queue ("Bounded MPMC queue", 1024cores.net, 2010): who advances the tail or the
/// head by a compare-exchange has the cell there to itself, and says by the cell's turn when it is
/// done. Departure: a position is not a number that counts on, but a lap and an index in it, in
/// different bits (as in crossbeam's ArrayQueue). So any capacity will do, 1 too, without a
/// division; and positions may overflow, since laps start over where unsigned numbers do.

#include "primitives/queue/slot.hpp"
#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace heddle::queue {

/// Nobody ever sleeps or waits here, and an operation is tried again only because another thread's
/// operation of the same kind went on meanwhile. Yet it is not lock-free in the strict sense: a
/// thread that stops between taking a position and being done with its cell keeps all others from
/// that cell, so that, before long, all pushes fail as on a full ring, or all pops as on an empty
/// one. For the same reason a failure need not be linearizable: a pop fails while the oldest
/// element is still being pushed, though younger ones are there. It is certain to succeed only if
/// all pushes of the elements up to the one that it would take happened before it.
///
/// First in, first out: elements leave in the order in which their pushes took positions; two
/// pushes of which one happens before the other take them in that order.
///
/// Elements may be movable only; their move constructor and destructor must not throw, for a cell
/// that is taken cannot be given back. Memory is allocated in the constructor alone.
template <class Sync, class T>
class basic_mpmc_ring {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>,
                  "a cell that is taken must be filled, or emptied");

public:
    using value_type = T;

    /// With which lap a ring begins, modulo what there are: for tests of what happens at the end.
    struct first_lap {
        std::size_t number = 0;
    };

    /// Room for `capacity` elements: any number but 0.
    /// @throws std::invalid_argument when `capacity` is 0, std::length_error when it is more than a
    ///     quarter of the largest number there is, std::bad_alloc when there is no memory
    explicit basic_mpmc_ring(std::size_t capacity) : basic_mpmc_ring(capacity, first_lap{}) {}

    basic_mpmc_ring(std::size_t capacity, first_lap first)
        : capacity_(checked(capacity)),
          lap_(std::bit_ceil(capacity + 1)),
          cells_(new cell[capacity]) {
        const std::size_t begin = first.number * lap_;
        // Relaxed: nobody else has the ring yet.
        for (std::size_t i = 0; i < capacity; ++i)
            cells_[i].turn.store(begin + i, std::memory_order_relaxed);
        tail_.store(begin, std::memory_order_relaxed);
        head_.store(begin, std::memory_order_relaxed);
    }

    basic_mpmc_ring(const basic_mpmc_ring&) = delete;
    basic_mpmc_ring& operator=(const basic_mpmc_ring&) = delete;

    /// Destroys the elements that are left. Nobody may use the ring any more.
    ~basic_mpmc_ring() {
        while (try_pop()) {
        }
    }

    /// Appends an element that is made of `args`, if there is room; does not block. What was done
    /// before happens before what is done by the thread that takes the element, after that.
    /// @return whether there was room; if not, `args` are untouched where a T can be made of them
    ///     without throwing. There is room if pops that left some happened before.
    /// @throws what the constructor throws; the ring is unchanged then
    template <class... Args>
    [[nodiscard]] bool
    try_emplace(Args&&... args) noexcept(std::is_nothrow_constructible_v<T, Args...>) {
        if constexpr (std::is_nothrow_constructible_v<T, Args...>) {
            const auto [mine, turn] = claim(tail_, 0);
            if (mine == nullptr) return false;
            mine->content.fill(std::forward<Args>(args)...);
            // Release: pairs with the acquire in the `claim` of a pop. The element is whole.
            mine->turn.store(turn + 1, std::memory_order_release);
            return true;
        } else {
            return try_emplace(T(std::forward<Args>(args)...)); // What throws, before the claim.
        }
    }

    /// As `try_emplace`, by copying.
    [[nodiscard]] bool try_push(const T& value) noexcept(std::is_nothrow_copy_constructible_v<T>) {
        return try_emplace(value);
    }

    /// As `try_emplace`, by moving; `value` is untouched when there is no room.
    [[nodiscard]] bool try_push(T&& value) noexcept { return try_emplace(std::move(value)); }

    /// Takes the oldest element, if there is one; does not block. What was done by the thread that
    /// pushed it, before that, happens before what is done after this.
    /// @return the element; nothing if the oldest was not there yet
    [[nodiscard]] std::optional<T> try_pop() noexcept {
        const auto [mine, turn] = claim(head_, 1);
        if (mine == nullptr) return std::nullopt;
        std::optional<T> taken = mine->content.take();
        // Release: pairs with the acquire in the `claim` of a push. The element is gone.
        mine->turn.store(turn - 1 + lap_, std::memory_order_release);
        return taken;
    }

    /// How many elements there are, counting those that are being pushed, and not those that are
    /// being popped. Where others push and pop meanwhile, it is a number from 0 to `capacity()`
    /// that may never have been true. Orders nothing.
    [[nodiscard]] std::size_t size() const noexcept {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        const std::size_t laps = (lap_of(tail) - lap_of(head)) >> std::countr_zero(lap_);
        const std::size_t ahead = laps * capacity_ + index_of(tail) - index_of(head);
        // They were read one after the other: the head may be beyond the tail, or a lap behind.
        if (is_before(ahead, 0)) return 0;
        return std::min(ahead, capacity_);
    }

    /// Whether `size()` is 0.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// How many elements there may be.
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

private:
    using number = typename Sync::template atomic<std::size_t>;

    // Not a line each: a thread has its cell for a moment only, and rings are the smaller for it.
    struct cell {
        number turn{0};
        slot<T> content;
    };

    struct claimed {
        cell* mine;
        std::size_t turn;
    };

    static std::size_t checked(std::size_t capacity) {
        if (capacity == 0) throw std::invalid_argument("mpmc_ring: no room for any element");
        if (capacity > std::numeric_limits<std::size_t>::max() / 4)
            throw std::length_error("mpmc_ring: more elements than can be counted");
        return capacity;
    }

    // The cell at the place that `end` says, which is advanced, and the cell's turn, `end + ahead`;
    // null when it is not yet that turn: then the ring is full, or empty. Nobody else touches the
    // cell before its turn changes.
    claimed claim(number& end, std::size_t ahead) noexcept {
        // Relaxed, here and below: what a position says is true or out of date, which the cell's
        // turn tells; and all that is published is published by turns.
        std::size_t position = end.load(std::memory_order_relaxed);
        for (;;) {
            cell& here = cells_[index_of(position)];
            // Acquire: pairs with the release of the thread that had the cell before.
            const std::size_t turn = here.turn.load(std::memory_order_acquire);
            if (turn == position + ahead) {
                if (end.compare_exchange_weak(position, after(position), std::memory_order_relaxed,
                                              std::memory_order_relaxed))
                    return {&here, turn};
            } else if (is_before(turn, position + ahead)) {
                return {nullptr, turn};
            } else {
                position = end.load(std::memory_order_relaxed);
            }
        }
    }

    [[nodiscard]] std::size_t index_of(std::size_t position) const noexcept {
        return position & (lap_ - 1);
    }

    [[nodiscard]] std::size_t lap_of(std::size_t position) const noexcept {
        return position & ~(lap_ - 1);
    }

    [[nodiscard]] std::size_t after(std::size_t position) const noexcept {
        return index_of(position) + 1 < capacity_ ? position + 1 : lap_of(position) + lap_;
    }

    // Modulo what numbers there are: positions that are compared are a few laps apart at most.
    [[nodiscard]] static bool is_before(std::size_t a, std::size_t b) noexcept {
        return a - b > std::numeric_limits<std::size_t>::max() / 2;
    }

    const std::size_t capacity_;
    const std::size_t lap_; // a power of two, more than capacity_
    const std::unique_ptr<cell[]> cells_;
    alignas(sync::cache_line) number tail_{0};
    alignas(sync::cache_line) number head_{0};
};

template <class T>
using mpmc_ring = basic_mpmc_ring<sync::std_sync, T>;

} // namespace heddle::queue
