// Double-checked locking with a plain pointer (Meyers and Alexandrescu, "C++ and the Perils of
// Double-Checked Locking", 2004): the first test is made without the lock, while another thread,
// under the lock, writes the pointer.
//
// Corrected twin: double_checked_locking.

#include <heddle/scenario.hpp>

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
        widget* made = instance_;
        if (made == nullptr) {
            const std::lock_guard lock(mutex_);
            made = instance_;
            if (made == nullptr) {
                owner_ = std::make_unique<widget>();
                made = owner_.get();
                instance_ = made;
            }
        }
        return *made;
    }

private:
    std::mutex mutex_;
    std::unique_ptr<widget> owner_;
    widget* instance_ = nullptr;
};

} // namespace

static const heddle::scenario double_checked_locking_broken{
    .name = "classic/double_checked_locking_broken",
    .expect = heddle::verdict::data_race,
    .story = "A lazily made object is tested for without the lock, through a plain pointer.",
    .body = [] {
        lazily_made made;
        auto use = [&] { assert(made.get().value == 42); };
        std::thread first(use);
        std::thread second(use);
        first.join();
        second.join();
    }};
