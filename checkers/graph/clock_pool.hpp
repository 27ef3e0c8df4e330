// A stack of vector clocks, addressed by index; entry 0 is the zero clock.
//
// Clocks are immutable once made and shared by all events that know the same things, so an event
// that learns nothing new costs nothing. The stack is one reserved range of address space: it never
// moves, and giving back the clocks of undone events is a subtraction.
#pragma once

#include "graph/types.hpp"

#include <cstdint>

namespace heddle::graph {

class clock_pool {
public:
    clock_pool();
    ~clock_pool();
    clock_pool(const clock_pool&) = delete;
    clock_pool& operator=(const clock_pool&) = delete;

    [[nodiscard]] const std::uint32_t* operator[](clock_id id) const noexcept {
        return data_ + std::size_t{id} * stride_;
    }

    [[nodiscard]] std::uint32_t at(clock_id id, thread_id thread) const noexcept {
        return thread < stride_ ? data_[std::size_t{id} * stride_ + thread] : 0;
    }

    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

    [[nodiscard]] std::uint32_t stride() const noexcept { return stride_; }

    /// A copy of `base` in which `thread` has component `index`.
    clock_id with_component(clock_id base, thread_id thread, std::uint32_t index);
    /// The least upper bound of two clocks; one of them when it covers the other.
    clock_id join(clock_id a, clock_id b);
    /// The least upper bound of `a` and of `b` with component `index` for `thread`: what is known
    /// after learning of that thread's event number `index`, whose own clock is `b`.
    clock_id learn(clock_id a, clock_id b, thread_id thread, std::uint32_t index);

    /// Forgets the clocks from `size` on.
    void truncate(std::uint32_t size) noexcept { size_ = size; }

    /// Makes room for a thread of this number in every clock.
    void admit(thread_id thread);

private:
    std::uint32_t* push();

    std::uint32_t* data_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t stride_ = 8;
};

} // namespace heddle::graph
