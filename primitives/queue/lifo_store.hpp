#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace heddle::queue {

/// The items of a queue, the last in to be the first out. For one thread at a time. An exception
/// leaves it as it was, as far as std::vector promises that.
template <class Sync, class T>
class lifo_store {
public:
    [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

    /// Makes room for `room` items in all, so that to push them allocates nothing.
    void reserve(std::size_t room) { items_.reserve(room); }

    void push(T&& item) { items_.push_back({std::move(item)}); }

    /// The item that is next. There must be one.
    [[nodiscard]] T& next() noexcept { return items_.back().item; }

    /// Destroys the item that is next. There must be one.
    void drop() noexcept { items_.pop_back(); }

    void swap(lifo_store& other) noexcept { items_.swap(other.items_); }

private:
    // A vector of bool would have no references.
    struct cell {
        T item;
    };

    std::vector<cell> items_;
};

} // namespace heddle::queue
