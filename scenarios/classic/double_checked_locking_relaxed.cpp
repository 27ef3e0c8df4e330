// Double-checked locking with an atomic pointer in relaxed order. The race on the pointer is gone;
// the one on the object is not: a thread that sees the pointer need not see what the constructor
// wrote.
//
// Corrected twin: double_checked_locking.

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
        widget* made = instance_.load(std::memory_order_relaxed);
        if (made == nullptr) {
            const std::lock_guard lock(mutex_);
            made = instance_.load(std::memory_order_relaxed);
            if (made == nullptr) {
                owner_ = std::make_unique<widget>();
                made = owner_.get();
                instance_.store(made, std::memory_order_relaxed);
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

static const heddle::scenario double_checked_locking_relaxed{
    .name = "classic/double_checked_locking_relaxed",
    .expect = heddle::verdict::data_race,
    .story = "A lazily made object is published with a relaxed pointer.",
    .body = [] {
        lazily_made made;
        auto use = [&] { assert(made.get().value == 42); };
        std::thread first(use);
        std::thread second(use);
        first.join();
        second.join();
    }};
