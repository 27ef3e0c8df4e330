#pragma once

/// The tasks of one thread, of which others may take the oldest.
///
///     state          push (the owner)        try_pop (the owner)              try_steal (a thief)
///     empty          -> one                  fails                            fails
///     one            -> two                  -> empty, if no thief is faster  -> empty, if it is
///                                                                             the first
///     more           -> one more, or, when   -> one less, the youngest        -> one less, the
///                    the array is full, a                                     oldest, if it is
///                    larger array                                             the first
///
/// The deque of Chase and Lev ("Dynamic Circular Work-Stealing Deque", SPAA 2005), with the orders
/// that Lê, Pop, Cohen and Zappa Nardelli found it to need ("Correct and Efficient Work-Stealing
/// for Weak Memory Models", PPoPP 2013), and these departures:
///
/// - Where they have fences, operations are seq_cst themselves, or releases. On x86 a steal then
///   costs no fence, and on Arm a push no full barrier; and ThreadSanitizer, which knows no fences,
///   sees what is ordered.
/// - Arrays that have been replaced are kept until the deque is destroyed, since a thief may be
///   about to read one: together they are smaller than the last one.
/// - Indices are 64 bits wide, as wide as the machine's in any case, and never come to their end.

#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace heddle::queue {

/// One thread is the owner; any thread may be a thief, the owner too. Nobody ever sleeps or waits
/// here: try_pop and try_steal are wait-free, and so is push, but for the allocation of a larger
/// array. Elements are copied without being locked, by atomics: T must be trivially copyable, and
/// should be small, such as a pointer to a task.
template <class Sync, class T>
class basic_work_stealing_deque {
    static_assert(std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T>,
                  "thieves copy elements that the owner may be about to replace");
    static_assert(std::atomic<T>::is_always_lock_free,
                  "the processor does not copy elements of this size at once: put pointers in");

public:
    using value_type = T;

    /// Room for `capacity` elements at first, rounded up to a power of two. Who constructs is the
    /// first owner.
    /// @throws std::invalid_argument when `capacity` is 0, std::length_error when it is more than a
    ///     quarter of the largest index, std::bad_alloc when there is no memory
    explicit basic_work_stealing_deque(std::size_t capacity = 64)
        : newest_(std::make_unique<array>(rounded(capacity))) {
        array_.store(newest_.get(), std::memory_order_relaxed); // Nobody else has the deque yet.
    }

    basic_work_stealing_deque(const basic_work_stealing_deque&) = delete;
    basic_work_stealing_deque& operator=(const basic_work_stealing_deque&) = delete;

    /// Nobody may use the deque any more.
    ~basic_work_stealing_deque() = default;

    /// Owner only. Adds an element, the youngest. What was done before happens before what is done
    /// by a thief that steals it, after that. Allocates, and copies all elements, when there is no
    /// room: twice as much as before.
    /// @throws std::bad_alloc when there is no memory; the deque is unchanged then
    void push(T value) {
        // Relaxed: the owner's own, as is the array below.
        const index bottom = bottom_.load(std::memory_order_relaxed);
        // Acquire: pairs with the release of a steal. A thief has read the place that is written
        // below before it took the element there.
        // order kept: RC11 has no execution in which the thief reads what is written after that,
        // whatever the order; C++ does not forbid it.
        const index top = top_.load(std::memory_order_acquire);
        array* items = array_.load(std::memory_order_relaxed);
        if (bottom - top >= items->size()) items = grow(*items, top, bottom);
        items->put(bottom, value);
        // Release: pairs with the acquire of a steal. The element is there.
        bottom_.store(bottom + 1, std::memory_order_release);
    }

    /// Owner only. Takes the youngest element; does not block.
    /// @return the element; nothing if all were taken, the last one maybe by a thief just now
    [[nodiscard]] std::optional<T> try_pop() noexcept {
        const index bottom = bottom_.load(std::memory_order_relaxed) - 1;
        const array* const items = array_.load(std::memory_order_relaxed);
        // The owner says which element it is about to take, and then looks how far the thieves are;
        // a thief looks how far the thieves are, and then which one the owner takes. Seq_cst, all
        // four: one of the two sees the other, so that both see it where this is the last element.
        // The store is a release as well, for thieves of older elements.
        bottom_.store(bottom, std::memory_order_seq_cst);
        index top = top_.load(std::memory_order_seq_cst);
        if (top < bottom) return items->get(bottom);
        std::optional<T> taken;
        if (top == bottom) {
            taken = items->get(bottom);
            // For the last one the owner competes as a thief does. Release: a thief who sees this
            // top sees a bottom that is no higher than what was stored above. Not seq_cst: it is
            // the owner who must not miss the top, and it knows its own.
            if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_release,
                                              std::memory_order_relaxed))
                taken.reset();
        }
        // Empty. Relaxed: no element is published that a thief could get.
        bottom_.store(bottom + 1, std::memory_order_relaxed);
        return taken;
    }

    /// Takes the oldest element, in one attempt; does not block. What the owner did before it
    /// pushed the element happens before what is done after this.
    /// @return the element; nothing if there was none, or another thread took the oldest meanwhile:
    ///     then there may be more. One is taken if the push of one happened before, and no other
    ///     thread takes one meanwhile.
    [[nodiscard]] std::optional<T> try_steal() noexcept {
        // Seq_cst: see try_pop.
        index top = top_.load(std::memory_order_seq_cst);
        const index bottom = bottom_.load(std::memory_order_seq_cst);
        if (top >= bottom) return std::nullopt;
        // Acquire: pairs with the release in `grow`. The array has been filled.
        const T oldest = array_.load(std::memory_order_acquire)->get(top);
        // It is stolen if the top is where it was: then the owner has not come by, and nothing else
        // was put in the element's place. Release: pairs with the acquire of a push. Seq_cst: a
        // seq_cst load, of try_pop, is bound to see no other stores (LWG issue 3941).
        if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                          std::memory_order_relaxed))
            return std::nullopt;
        return oldest;
    }

    /// How many elements there are. To the owner, no less than there are; to others, a number that
    /// may never have been true. Orders nothing.
    [[nodiscard]] std::size_t size() const noexcept {
        const index bottom = bottom_.load(std::memory_order_relaxed);
        const index top = top_.load(std::memory_order_relaxed);
        return bottom > top ? static_cast<std::size_t>(bottom - top) : 0;
    }

    /// Whether `size()` is 0.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

private:
    // Signed: the bottom is one less than the top for a moment when the owner finds nothing.
    using index = std::int64_t;

    class array {
    public:
        explicit array(index size)
            : mask_(size - 1), items_(new place[static_cast<std::size_t>(size)]) {}

        [[nodiscard]] index size() const noexcept { return mask_ + 1; }

        // Relaxed: ordered by the indices.
        void put(index i, T value) noexcept { at(i).store(value, std::memory_order_relaxed); }

        [[nodiscard]] T get(index i) const noexcept {
            return at(i).load(std::memory_order_relaxed);
        }

        std::unique_ptr<array> replaced; // by this one

    private:
        using place = typename Sync::template atomic<T>;

        [[nodiscard]] place& at(index i) const noexcept {
            return items_[static_cast<std::size_t>(i & mask_)];
        }

        const index mask_;
        const std::unique_ptr<place[]> items_;
    };

    static index rounded(std::size_t capacity) {
        if (capacity == 0) throw std::invalid_argument("work_stealing_deque: no room at all");
        if (capacity > static_cast<std::size_t>(INT64_MAX) / 4)
            throw std::length_error("work_stealing_deque: more elements than can be counted");
        return static_cast<index>(std::bit_ceil(capacity));
    }

    array* grow(const array& full, index top, index bottom) {
        auto larger = std::make_unique<array>(2 * full.size());
        for (index i = top; i != bottom; ++i) larger->put(i, full.get(i));
        larger->replaced = std::move(newest_);
        newest_ = std::move(larger);
        // Release: pairs with the acquire of a steal.
        array_.store(newest_.get(), std::memory_order_release);
        return newest_.get();
    }

    typename Sync::template atomic<array*> array_{nullptr};
    std::unique_ptr<array> newest_; // the owner's; and by it, those before
    alignas(sync::cache_line) typename Sync::template atomic<index> top_{0};
    alignas(sync::cache_line) typename Sync::template atomic<index> bottom_{0};
};

template <class T>
using work_stealing_deque = basic_work_stealing_deque<sync::std_sync, T>;

} // namespace heddle::queue
