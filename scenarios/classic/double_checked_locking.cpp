// Double-checked locking done right: the pointer is published with release and tested with acquire.
// The second test is made under the lock, which orders it already.
//
// Flawed twins: double_checked_locking_broken, double_checked_locking_relaxed.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <memory>
#include <mutex>
#include <thread>

namespace {

struct widget {
    int value = 42;
};

class lazily_made {
public:
    widget& get() {
        widget* made = instance_.load(std::memory_order_acquire);
        if (made == nullptr) {
            const std::lock_guard lock(mutex_);
            made = instance_.load(std::memory_order_relaxed);
            if (made == nullptr) {
                owner_ = std::make_unique<widget>();
                made = owner_.get();
                instance_.store(made, std::memory_order_release);
            }
        }
        return *made;
    }

private:
    std::mutex mutex_;
    std::unique_ptr<widget> owner_;
    std::atomic<widget*> instance_{nullptr};
};

} // namespace

static const heddle::scenario double_checked_locking{
    .name = "classic/double_checked_locking",
    .expect = heddle::verdict::correct,
    .story = "A lazily made object is published with release and acquire.",
    .body = [] {
        lazily_made made;
        auto use = [&] { assert(made.get().value == 42); };
        std::thread first(use);
        std::thread second(use);
        first.join();
        second.join();
    }};
