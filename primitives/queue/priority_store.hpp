#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace heddle::queue {

/// The items of a queue, the least to be the first out: a binary heap. Of two that are equal any
/// may come first. To compare two items must not throw. For one thread at a time.
template <class Sync, class T>
class priority_store {
    // In the middle of a heap's repair there is no going back.
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>);

public:
    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

    /// Makes room for `room` items in all, so that to push them allocates nothing.
    /// @throws std::bad_alloc
    void reserve(std::size_t room) { items_.reserve(room); }

    /// @throws std::bad_alloc
    void push(T&& item) {
        items_.push_back({std::move(item)});
        std::push_heap(items_.begin(), items_.end(), is_after);
    }

    /// The item that is next. There must be one. It may be moved from, and then only dropped.
    [[nodiscard]] T& next() noexcept {
        // To the back, where it can be moved from: the heap in front of it stays one.
        std::pop_heap(items_.begin(), items_.end(), is_after);
        return items_.back().item;
    }

    /// Destroys what `next` has returned.
    void drop() noexcept { items_.pop_back(); }

    void swap(priority_store& other) noexcept { items_.swap(other.items_); }

private:
    // A vector of bool would have no references.
    struct cell {
        T item;
    };

    static bool is_after(const cell& a, const cell& b) noexcept { return b.item < a.item; }

    std::vector<cell> items_;
};

} // namespace heddle::queue
