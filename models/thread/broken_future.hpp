#pragma once

/// A flawed twin of basic_promise and basic_future.

#include <cstdint>
#include <utility>

namespace heddle::models {

/// The result is published before it is stored.
template <class Sync, class R>
class hasty_promise {
public:
    class future {
    public:
        explicit future(hasty_promise& p) : promise_(&p) {}

        [[nodiscard]] bool valid() const { return promise_ != nullptr; }

        R get() {
            hasty_promise& promise = *std::exchange(promise_, nullptr);
            while (promise.is_ready_.load(std::memory_order_acquire) == 0)
                Sync::wait(promise.is_ready_, 0);
            return promise.result_;
        }

    private:
        hasty_promise* promise_;
    };

    future get_future() { return future(*this); }

    void set_value(int value) {
        is_ready_.store(1, std::memory_order_release); // FLAW: it is not there yet
        result_ = value;
        Sync::notify_all(is_ready_);
    }

private:
    typename Sync::word is_ready_{0};
    R result_{};
};

} // namespace heddle::models
