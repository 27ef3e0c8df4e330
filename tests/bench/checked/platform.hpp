// What the benchmark's programs are made of, for Heddle: the C++ library itself, under the names
// that relacy/platform.hpp gives to Relacy's imitation of it. The build decides which of the two
// files a program includes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#undef NDEBUG
#include <cassert>

namespace heddle::bench::platform {

template <class T>
using atomic = std::atomic<T>;

/// Memory that is not atomic, and is watched for data races.
template <class T>
using plain = T;

using mutex = std::mutex;
using condition_variable = std::condition_variable;

inline void fence(std::memory_order order) {
    std::atomic_thread_fence(order);
}

/// An iteration of a loop that waits for another thread. Heddle sees that by itself.
inline void spin() {}

inline void check(bool holds) {
    assert(holds);
}

} // namespace heddle::bench::platform
