#pragma once

/// The two ends of a result that one thread makes and another waits for, and that may be called
/// off while nobody makes it.
///
///     state      start        set          cancel        get
///     pending    -> running   -> ready     -> cancelled  waits
///     running    fails        -> ready     fails         waits
///     ready      fails        an error     fails         returns the value, or throws
///     cancelled  fails        an error     as before     throws future_cancelled
///
/// As std::promise and std::future [futures], with Python's cancel (concurrent.futures): what is
/// cancelled never starts, and what has started is never cancelled, for both are one
/// compare-exchange of the same word. Threads sleep on that word, too, and say so in it, so that a
/// result that nobody waits for costs no system call.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace heddle::thread {

/// Thrown by `get` of what was cancelled.
struct future_cancelled : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "the task was cancelled"; }
};

namespace detail {

/// The state, without the result.
template <class Sync>
class future_state {
public:
    using clock = typename Sync::clock;

    bool start() noexcept {
        // Relaxed: it is only decided which of `start` and `cancel` comes first.
        return leave_pending(running, std::memory_order_relaxed);
    }

    bool cancel() noexcept {
        // Release: pairs with the acquire in `is_over`.
        if (!leave_pending(cancelled, std::memory_order_release))
            return is(cancelled, std::memory_order_relaxed);
        forget();
        return true;
    }

    [[nodiscard]] bool is_pending() const noexcept {
        return is(pending, std::memory_order_relaxed);
    }

    [[nodiscard]] bool is_running() const noexcept {
        return is(running, std::memory_order_relaxed);
    }

    [[nodiscard]] bool is_cancelled() const noexcept {
        return is(cancelled, std::memory_order_acquire);
    }

    [[nodiscard]] bool is_over() const noexcept {
        // Acquire: pairs with the release in `publish` and in `cancel`.
        return is_last(state_.load(std::memory_order_acquire));
    }

    void wait() const {
        wait_with([this](std::uint32_t seen) {
            Sync::wait(state_, seen);
            return true;
        });
    }

    template <class Clock, class Duration>
    bool wait_until(const std::chrono::time_point<Clock, Duration>& deadline) const {
        return wait_with(
            [&](std::uint32_t seen) { return sync::sleep_until<Sync>(state_, seen, deadline); });
    }

protected:
    future_state() = default;
    virtual ~future_state() = default;

    // Destroys what would have made the result: it was cancelled, and nobody else will touch that.
    virtual void forget() noexcept {}

    // Whoever has started says that the result is there.
    void publish() noexcept {
        // Release: pairs with the acquire in `is_over`; the result comes first.
        if ((state_.exchange(ready, std::memory_order_release) & awaited) != 0)
            Sync::notify_all(state_);
    }

private:
    static constexpr std::uint32_t pending = 0;
    static constexpr std::uint32_t running = 1;
    static constexpr std::uint32_t ready = 2;
    static constexpr std::uint32_t cancelled = 3;
    static constexpr std::uint32_t states = 3;
    static constexpr std::uint32_t awaited = 4; // somebody may sleep; of the first two states only

    static constexpr bool is_last(std::uint32_t state) noexcept {
        return (state & states) >= ready;
    }

    [[nodiscard]] bool is(std::uint32_t state, std::memory_order order) const noexcept {
        return (state_.load(order) & states) == state;
    }

    bool leave_pending(std::uint32_t next, std::memory_order order) noexcept {
        std::uint32_t before = pending;
        do {
            const std::uint32_t after = is_last(next) ? next : next | (before & awaited);
            if (state_.compare_exchange_strong(before, after, order, std::memory_order_relaxed)) {
                if (is_last(next) && (before & awaited) != 0) Sync::notify_all(state_);
                return true;
            }
            // Somebody has said meanwhile that it waits, at most.
        } while ((before & states) == pending);
        return false;
    }

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool wait_with(Sleep sleep) const {
        // Acquire, here and below: pairs with the release of whoever ends it.
        std::uint32_t seen = state_.load(std::memory_order_acquire);
        while (!is_last(seen)) {
            // Relaxed: whoever ends it finds this in the same word, or this finds the end.
            if ((seen & awaited) != 0 ||
                state_.compare_exchange_strong(seen, seen | awaited, std::memory_order_relaxed,
                                               std::memory_order_relaxed)) {
                if (!sleep(seen | awaited)) return is_over();
            }
            seen = state_.load(std::memory_order_acquire);
        }
        return true;
    }

    mutable typename Sync::word state_{pending};
};

/// With the result: a value, or an exception.
template <class Sync, class R>
class result_state : public future_state<Sync> {
    struct nothing {};

    using value = std::conditional_t<
        std::is_void_v<R>, nothing,
        std::conditional_t<std::is_reference_v<R>, std::remove_reference_t<R>*, R>>;

public:
    /// Makes what `work()` returns, or throws, the result. By whoever has started, once.
    template <class Work>
    void set_by(Work&& work) noexcept {
        try {
            if constexpr (std::is_void_v<R>) {
                std::forward<Work>(work)();
                result_.template emplace<1>();
            } else if constexpr (std::is_reference_v<R>) {
                result_.template emplace<1>(std::addressof(std::forward<Work>(work)()));
            } else {
                result_.template emplace<1>(std::forward<Work>(work)());
            }
        } catch (...) {
            result_.template emplace<2>(std::current_exception());
        }
        this->publish();
    }

    /// Of a result that is there; for one caller only.
    R take() {
        if (this->is_cancelled()) throw future_cancelled();
        if (result_.index() == 2) std::rethrow_exception(std::get<2>(std::move(result_)));
        if constexpr (std::is_reference_v<R>)
            return static_cast<R>(*std::get<1>(result_));
        else if constexpr (!std::is_void_v<R>)
            return std::get<1>(std::move(result_));
    }

private:
    std::variant<std::monostate, value, std::exception_ptr> result_;
};

} // namespace detail

/// Where the result comes out. It can be moved, not copied. Several threads may call it at the same
/// time, but for `get`, which is called once and takes the state: no other call may overlap it
/// (threads that wait while others may cancel call `wait`, and one of them `get` after that). Those
/// but the constructors, `valid` and the destructor
/// throw std::future_error (no_state) if there is no state: it was got, or moved from.
template <class Sync, class R>
class basic_future {
    using state = detail::result_state<Sync, R>;

public:
    using clock = typename Sync::clock;

    /// Without a state.
    basic_future() = default;

    /// Of a state that another class makes.
    explicit basic_future(std::shared_ptr<state> s) noexcept : state_(std::move(s)) {}

    basic_future(basic_future&&) noexcept = default;
    basic_future& operator=(basic_future&&) noexcept = default;

    /// Does not block, and does not cancel.
    ~basic_future() = default;

    [[nodiscard]] bool valid() const noexcept { return state_ != nullptr; }

    /// Blocks until there is a result, and returns it, or throws it if it is an exception. What was
    /// done to make it happens before what is done after this. There is no state afterwards.
    /// @throws future_cancelled if it was cancelled
    R get() {
        require_state().wait();
        const std::shared_ptr<state> last = std::move(state_);
        return last->take();
    }

    /// Blocks until there is a result, or it is cancelled. Ordered as `get`.
    void wait() const { require_state().wait(); }

    /// As `wait`, but no longer than `timeout`, not at all if it is not positive.
    /// @return whether there is a result, or it is cancelled; if so, ordered as `get`
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(const std::chrono::duration<Rep, Period>& timeout) const {
        const state& s = require_state();
        if (timeout <= timeout.zero()) return s.is_over();
        return s.wait_until(sync::deadline_after<clock>(timeout));
    }

    /// As `wait`, but not beyond `deadline`, of any clock.
    /// @return whether there is a result, or it is cancelled; if so, ordered as `get`
    template <class Clock, class Duration>
    [[nodiscard]] bool wait_until(const std::chrono::time_point<Clock, Duration>& deadline) const {
        return require_state().wait_until(deadline);
    }

    /// Sees to it that the result is not made, if nobody has started to. Wakes all who wait for it,
    /// and destroys the call that would have made it, if there is one. Does not block.
    /// @return whether it is cancelled
    bool cancel() { return require_state().cancel(); }

    /// Whether there is a result, or it was cancelled. Does not block. Ordered as `get`.
    [[nodiscard]] bool is_over() const { return require_state().is_over(); }

    [[nodiscard]] bool is_cancelled() const { return require_state().is_cancelled(); }

    /// Whether somebody is making the result.
    [[nodiscard]] bool is_running() const { return require_state().is_running(); }

private:
    [[nodiscard]] state& require_state() const {
        if (!state_) throw std::future_error(std::future_errc::no_state);
        return *state_;
    }

    std::shared_ptr<state> state_;
};

/// Where the result is put in. For one thread at a time. All but the constructors and the
/// destructor throw std::future_error (no_state) if it was moved from.
template <class Sync, class R>
class basic_promise {
    using state = detail::result_state<Sync, R>;
    using value = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

public:
    basic_promise() : state_(std::make_shared<state>()) {}

    basic_promise(basic_promise&&) noexcept = default;
    basic_promise& operator=(basic_promise&&) = delete;

    /// What was not started is cancelled; who waits for what was started gets std::future_error
    /// (broken_promise).
    ~basic_promise() {
        if (!state_ || state_->cancel() || !state_->is_running()) return;
        set_exception(std::make_exception_ptr(std::future_error(std::future_errc::broken_promise)));
    }

    /// @throws std::future_error (future_already_retrieved) at the second call
    [[nodiscard]] basic_future<Sync, R> get_future() {
        require_state();
        if (has_future_) throw std::future_error(std::future_errc::future_already_retrieved);
        has_future_ = true;
        return basic_future<Sync, R>(state_);
    }

    /// Says that the result is being made: it cannot be cancelled any more.
    /// @return false if it was cancelled, or started before
    [[nodiscard]] bool start() { return require_state().start(); }

    /// Makes `value` the result, and wakes all who wait for it. Does not block. If it cannot be
    /// copied (or moved), the exception is the result.
    /// @throws std::future_error (promise_already_satisfied) if there is a result, or it was
    ///         cancelled
    void set_value(const value& result) requires std::is_object_v<R> && std::copy_constructible<R> {
        require_none();
        state_->set_by([&]() -> R { return result; });
    }

    void set_value(value&& result) requires std::is_object_v<R> {
        require_none();
        state_->set_by([&]() -> R { return std::move(result); });
    }

    void set_value(value& result) requires std::is_reference_v<R> {
        require_none();
        state_->set_by([&]() -> R { return static_cast<R>(result); });
    }

    void set_value() requires std::is_void_v<R> {
        require_none();
        state_->set_by([] {});
    }

    /// Makes `error` the result, and wakes all who wait for it. Does not block.
    /// @throws std::future_error, as `set_value`
    void set_exception(std::exception_ptr error) {
        require_none();
        state_->set_by([&]() -> R { std::rethrow_exception(std::move(error)); });
    }

private:
    state& require_state() {
        if (!state_) throw std::future_error(std::future_errc::no_state);
        return *state_;
    }

    void require_none() {
        state& s = require_state();
        if (!s.start() && !s.is_running())
            throw std::future_error(std::future_errc::promise_already_satisfied);
    }

    std::shared_ptr<state> state_;
    bool has_future_ = false;
};

template <class R>
using future = basic_future<sync::std_sync, R>;
template <class R>
using promise = basic_promise<sync::std_sync, R>;

} // namespace heddle::thread
