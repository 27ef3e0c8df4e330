#pragma once

/// Flawed twins of basic_thread_monitor.

#include "primitives/thread/thread_monitor.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace heddle::models {

/// The article's: the thread writes its state while others read it.
template <class Sync>
class monitor_without_lock {
public:
    void schedule() { set(thread::thread_state::runnable); }

    template <class Work>
    void run(Work work) {
        set(thread::thread_state::running);
        work();
        set(thread::thread_state::terminated);
    }

    struct blocked_scope {
        monitor_without_lock& monitor;

        ~blocked_scope() { monitor.set(thread::thread_state::running); }
    };

    blocked_scope blocking() {
        set(thread::thread_state::blocked);
        return {*this};
    }

    thread::thread_state state() const {
        return static_cast<thread::thread_state>(static_cast<int>(state_));
    }

private:
    void set(thread::thread_state state) {
        state_ = static_cast<int>(state); // FLAW: not atomic, and under no lock
    }

    typename Sync::template var<int> state_{0};
};

/// The state and what is published with it are stored in the wrong order.
template <class Sync>
class monitor_that_ends_too_early : public thread::basic_thread_monitor<Sync> {
    using base = thread::basic_thread_monitor<Sync>;

public:
    template <class Work>
    void run(Work work) {
        base::run([] {}); // FLAW: it says that it is over, and then works
        work();
    }
};

/// Who reads the history does not look again whether it was overwritten meanwhile.
template <class Sync>
class monitor_without_second_look {
public:
    struct transition {
        thread::thread_state to;
        std::uint64_t at;

        friend bool operator==(const transition&, const transition&) = default;
    };

    monitor_without_second_look() { record(thread::thread_state::created); }

    void schedule() { record(thread::thread_state::runnable); }

    template <class Work>
    void run(Work work) {
        record(thread::thread_state::running);
        work();
        record(thread::thread_state::terminated);
    }

    struct blocked_scope {
        monitor_without_second_look& monitor;

        ~blocked_scope() { monitor.record(thread::thread_state::running); }
    };

    blocked_scope blocking() {
        record(thread::thread_state::blocked);
        return {*this};
    }

    thread::thread_state state() const { return latest().to; }

    transition latest() const { return entry(count_.load(std::memory_order_acquire) - 1); }

    std::vector<transition> history() const {
        const std::uint64_t count = count_.load(std::memory_order_acquire);
        std::vector<transition> result;
        for (std::uint64_t i = count < slots ? 0 : count - slots; i < count; ++i) {
            result.push_back(entry(i));
        }
        return result; // FLAW: any of them may be of another round by now
    }

private:
    static constexpr std::size_t slots = 2;

    transition entry(std::uint64_t index) const {
        return {static_cast<thread::thread_state>(
                    entries_[index % slots].load(std::memory_order_acquire)),
                0};
    }

    void record(thread::thread_state state) {
        const std::uint64_t index = count_.load(std::memory_order_relaxed);
        entries_[index % slots].store(static_cast<int>(state), std::memory_order_release);
        count_.store(index + 1, std::memory_order_release);
    }

    typename Sync::template atomic<std::uint64_t> count_{0};
    std::array<typename Sync::template atomic<int>, slots> entries_{};
};

/// Who waits looks at the state, and says only then that it sleeps; who ends looks before.
template <class Sync>
class monitor_that_looks_first {
public:
    void schedule() {}

    template <class Work>
    void run(Work work) {
        work();
        // FLAW: to look and to store are two steps
        const bool is_awaited = end_.load() == 1;
        end_.store(2);
        if (is_awaited) Sync::notify_all(end_);
    }

    void wait() {
        std::uint32_t expected = 0;
        if (!end_.compare_exchange_strong(expected, 1) && expected == 2) return;
        while (end_.load() != 2) Sync::wait(end_, 1);
    }

    thread::thread_state state() const { return thread::thread_state::terminated; }

private:
    typename Sync::word end_{0};
};

} // namespace heddle::models
