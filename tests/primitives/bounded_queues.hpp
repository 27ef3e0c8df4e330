/// @file
/// What tests of the bounded queue share.
#pragma once

#include "primitives/queue/bounded_queue.hpp"
#include "primitives/threads.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace heddle::tests {

/// What is left in it, in order.
template <class Queue>
std::vector<int> rest_of(Queue& queue) {
    std::vector<int> result;
    while (auto item = queue.try_get()) result.push_back(*item);
    return result;
}

/// A thread that was started to block, and whether it has gone on.
class blocked_thread {
public:
    template <class Operation>
    explicit blocked_thread(Operation operation)
        : thread_([this, operation] {
              try {
                  operation();
              } catch (const queue::queue_closed&) {
                  is_closed_ = true;
              }
              has_ended_ = true;
          }) {}

    ~blocked_thread() { thread_.join(); }

    [[nodiscard]] bool has_ended() const { return has_ended_; }

    /// Waits for its end.
    /// @return whether it was told that the queue is closed
    [[nodiscard]] bool was_closed() const {
        eventually([this] { return has_ended(); });
        return is_closed_;
    }

private:
    std::atomic<bool> has_ended_{false};
    std::atomic<bool> is_closed_{false};
    std::thread thread_;
};

} // namespace heddle::tests
