#include "graph/clock_pool.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace heddle::graph {
namespace {

constexpr std::size_t reserved_bytes = std::size_t{1} << 36;

// Strides are multiples of this: loops over so many components at a time become vector
// instructions.
constexpr std::uint32_t lanes = 8;

void unite(std::uint32_t* __restrict to, const std::uint32_t* x, const std::uint32_t* y,
           std::uint32_t stride) {
    for (std::uint32_t i = 0; i < stride; i += lanes) {
        for (std::uint32_t k = i; k < i + lanes; ++k) to[k] = std::max(x[k], y[k]);
    }
}

bool covers(const std::uint32_t* x, const std::uint32_t* y, std::uint32_t stride) {
    std::uint32_t missing = 0;
    for (std::uint32_t i = 0; i < stride; i += lanes) {
        for (std::uint32_t k = i; k < i + lanes; ++k) missing |= x[k] < y[k];
    }
    return missing == 0;
}

} // namespace

clock_pool::clock_pool() {
    void* range = mmap(nullptr, reserved_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<std::uint32_t*>(range);
    push();
}

clock_pool::~clock_pool() {
    munmap(data_, reserved_bytes);
}

std::uint32_t* clock_pool::push() {
    if ((std::size_t{size_} + 1) * stride_ * sizeof(std::uint32_t) > reserved_bytes) {
        throw std::bad_alloc();
    }
    std::uint32_t* entry = data_ + std::size_t{size_++} * stride_;
    return entry;
}

clock_id clock_pool::with_component(clock_id base, thread_id thread, std::uint32_t index) {
    std::uint32_t* entry = push();
    std::memcpy(entry, (*this)[base], stride_ * sizeof(std::uint32_t));
    entry[thread] = index;
    return size_ - 1;
}

clock_id clock_pool::join(clock_id a, clock_id b) {
    if (a == b || b == 0) return a;
    if (a == 0) return b;
    const std::uint32_t* x = (*this)[a];
    const std::uint32_t* y = (*this)[b];
    if (covers(x, y, stride_)) return a;
    if (covers(y, x, stride_)) return b;
    unite(push(), x, y, stride_);
    return size_ - 1;
}

clock_id clock_pool::learn(clock_id a, clock_id b, thread_id thread, std::uint32_t index) {
    // A thread's knowledge is closed under causality: knowing the event is knowing its clock.
    if ((*this)[a][thread] >= index) return a;
    std::uint32_t* entry = push();
    unite(entry, (*this)[a], (*this)[b], stride_);
    entry[thread] = index;
    return size_ - 1;
}

void clock_pool::admit(thread_id thread) {
    if (thread < stride_) return;
    std::uint32_t wider = stride_;
    while (thread >= wider) wider *= 2;
    for (std::uint32_t i = size_; i-- > 0;) {
        std::uint32_t* to = data_ + std::size_t{i} * wider;
        std::memmove(to, data_ + std::size_t{i} * stride_, stride_ * sizeof(std::uint32_t));
        std::memset(to + stride_, 0, (wider - stride_) * sizeof(std::uint32_t));
    }
    stride_ = wider;
}

} // namespace heddle::graph
