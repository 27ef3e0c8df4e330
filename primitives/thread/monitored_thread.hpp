#pragma once

#include "primitives/thread/thread_monitor.hpp"

#include <exception>
#include <thread>
#include <type_traits>
#include <utility>

namespace heddle::thread {

/// A thread with a monitor: created at first, started once, joined when it is destroyed. The one
/// who owns it starts and joins it; everybody may look at its monitor.
class monitored_thread {
public:
    monitored_thread() = default;
    monitored_thread(const monitored_thread&) = delete;
    monitored_thread& operator=(const monitored_thread&) = delete;

    /// Blocks until the thread is over, if it was started.
    ~monitored_thread() {
        if (thread_.joinable()) thread_.join();
    }

    /// Starts a thread that calls `work`, with the monitor if it takes that: `monitor.blocking()`
    /// is for it to call. Does not block.
    /// @throws illegal_transition if it was started before
    /// @throws std::system_error if there cannot be another thread; then it has failed by that
    template <class Work>
    void start(Work&& work) {
        monitor_.schedule();
        try {
            thread_ =
                std::thread([this, task = std::decay_t<Work>(std::forward<Work>(work))]() mutable {
                    monitor_.run(std::move(task));
                });
        } catch (...) {
            monitor_.abandon(std::current_exception());
            throw;
        }
    }

    /// Blocks until the thread is over, and throws what it failed by, if anything, and if nobody
    /// has taken it yet. The thread must have been started; not for more than one caller at a time.
    void join() {
        if (thread_.joinable()) thread_.join();
        if (const std::exception_ptr error = monitor_.take_error()) std::rethrow_exception(error);
    }

    [[nodiscard]] const thread_monitor& monitor() const noexcept { return monitor_; }

    [[nodiscard]] thread_monitor& monitor() noexcept { return monitor_; }

private:
    thread_monitor monitor_;
    std::thread thread_;
};

} // namespace heddle::thread
