#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace heddle::queue {

/// The items of a queue, the first in to be the first out: a ring of raw storage that grows when it
/// is full. For one thread at a time. An exception leaves it as it was, one that moves an item
/// while the ring grows excepted: then items may have been moved from, as in a std::vector.
template <class Sync, class T>
class fifo_store {
public:
    fifo_store() = default;

    fifo_store(const fifo_store&) = delete;
    fifo_store& operator=(const fifo_store&) = delete;

    ~fifo_store() { clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Makes room for `room` items in all, so that to push them allocates nothing.
    /// @throws std::bad_alloc, and what moving an item throws
    void reserve(std::size_t room) {
        if (room <= room_) return;
        fifo_store larger(room);
        for (std::size_t i = 0; i < size_; ++i) larger.append(std::move_if_noexcept(*slot(i)));
        swap(larger);
    }

    /// @throws std::bad_alloc, and what moving an item throws
    void push(T&& item) {
        if (size_ == room_) reserve(std::max<std::size_t>(2 * room_, least_room));
        append(std::move(item));
    }

    /// The item that is next. There must be one.
    [[nodiscard]] T& next() noexcept { return *slot(0); }

    /// Destroys the item that is next. There must be one.
    void drop() noexcept {
        std::destroy_at(slot(0));
        head_ = head_ + 1 == room_ ? 0 : head_ + 1;
        --size_;
    }

    void swap(fifo_store& other) noexcept {
        exchange(slots_, other.slots_);
        exchange(room_, other.room_);
        exchange(head_, other.head_);
        exchange(size_, other.size_);
    }

private:
    template <class U>
    using var = typename Sync::template var<U>;
    using allocator = std::allocator<T>;

    static constexpr std::size_t least_room = 8;

    explicit fifo_store(std::size_t room) : slots_(allocator().allocate(room)), room_(room) {}

    // As std::swap, of what only stands for a value.
    template <class U>
    static void exchange(U& a, U& b) noexcept {
        const U before = a;
        a = b;
        b = before;
    }

    [[nodiscard]] T* slot(std::size_t index) const noexcept {
        const std::size_t until_end = room_ - head_;
        return slots_ + (index < until_end ? head_ + index : index - until_end);
    }

    template <class U>
    void append(U&& item) {
        std::construct_at(slot(size_), std::forward<U>(item));
        ++size_;
    }

    void clear() noexcept {
        while (size_ != 0) drop();
        if (room_ != 0) allocator().deallocate(slots_, room_);
    }

    var<T*> slots_{nullptr};
    var<std::size_t> room_{0};
    var<std::size_t> head_{0};
    var<std::size_t> size_{0};
};

} // namespace heddle::queue
