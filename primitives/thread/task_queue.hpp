#pragma once

/// What a thread pool is without its threads: tasks, and a loop that runs them.
///
///     state      submit      work                   shutdown    shutdown_now
///     open       puts        runs tasks, or waits   -> closing  cancels tasks, -> closed
///     closing    throws      runs tasks             no effect   cancels tasks, -> closed
///     closed     throws      returns                no effect   no effect

#include "primitives/queue/bounded_queue.hpp"
#include "primitives/sync/std_sync.hpp"
#include "primitives/thread/future.hpp"

#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace heddle::thread {

namespace detail {

/// What can be run, or cancelled, once.
class job {
public:
    job() = default;
    job(const job&) = delete;
    job& operator=(const job&) = delete;
    virtual ~job() = default;

    virtual void run() noexcept = 0;
    virtual void drop() noexcept = 0;
};

/// A call, and its result: one allocation for both.
template <class Sync, class R, class Call>
class call_job final : public job, public result_state<Sync, R> {
public:
    explicit call_job(Call&& call) : call_(std::move(call)) {}

    void run() noexcept override {
        if (!this->start()) return;
        // What the call holds is gone before the result is there.
        this->set_by([this]() -> R {
            const struct release {
                std::optional<Call>& call;

                ~release() { call.reset(); }
            } later{call_};

            return (*call_)();
        });
    }

    void drop() noexcept override { this->cancel(); }

private:
    void forget() noexcept override { call_.reset(); }

    std::optional<Call> call_;
};

/// A job in a queue. If it goes away without having been run, it is cancelled.
class task {
public:
    explicit task(std::shared_ptr<job> j) noexcept : job_(std::move(j)) {}

    task(task&&) noexcept = default;

    task& operator=(task&& other) noexcept {
        drop();
        job_ = std::move(other.job_);
        return *this;
    }

    ~task() { drop(); }

    /// Once.
    void run() noexcept {
        job_->run();
        job_.reset();
    }

private:
    void drop() noexcept {
        if (job_) job_->drop();
    }

    std::shared_ptr<job> job_;
};

} // namespace detail

/// Any thread may call any function. What was done before a task was submitted happens before it is
/// run.
template <class Sync>
class basic_task_queue {
public:
    /// At most `capacity` tasks wait to be run.
    /// @throws std::invalid_argument if `capacity` is 0
    explicit basic_task_queue(std::size_t capacity) : tasks_(capacity) {}

    /// Nobody may be in it. Tasks that are left are cancelled.
    ~basic_task_queue() = default;

    basic_task_queue(const basic_task_queue&) = delete;
    basic_task_queue& operator=(const basic_task_queue&) = delete;

    /// Has `function(args…)` called by a thread that works, with copies of both, as by std::thread.
    /// Blocks while `capacity` tasks wait: a task that does so may wait for itself.
    /// @return what it will return, or throw
    /// @throws queue::queue_closed after a shutdown
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>

    [[nodiscard]] auto submit(F&& function, Args&&... args) {
        auto job = make_job(std::forward<F>(function), std::forward<Args>(args)...);
        auto result = future_of(job);
        tasks_.put(detail::task(std::move(job)));
        return result;
    }

    /// As `submit`, but does not block.
    /// @return nothing if `capacity` tasks wait
    template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>

    [[nodiscard]] auto try_submit(F&& function, Args&&... args) {
        auto job = make_job(std::forward<F>(function), std::forward<Args>(args)...);
        auto result = future_of(job);
        const bool is_in = tasks_.try_put(detail::task(std::move(job)));
        return is_in ? std::optional(std::move(result)) : std::nullopt;
    }

    /// Runs tasks, one after the other, in the order in which they were submitted, until there is a
    /// shutdown, and no task left. Blocks while there is none.
    void work() {
        while (std::optional<detail::task> next = tasks_.next()) {
            next->run();
            tasks_.task_done();
        }
    }

    /// Blocks until every task is over: run or cancelled. Others may be submitted meanwhile. What
    /// tasks did happens before what is done after this. Not for tasks.
    void wait_idle() { tasks_.join(); }

    /// As `wait_idle`, but no longer than `timeout`, not at all if it is not positive.
    /// @return whether every task is over
    template <class Rep, class Period>
    [[nodiscard]] bool wait_idle_for(const std::chrono::duration<Rep, Period>& timeout) {
        return tasks_.join_for(timeout);
    }

    /// As `wait_idle`, but not beyond `deadline`, of any clock.
    /// @return whether every task is over
    template <class Clock, class Duration>
    [[nodiscard]] bool wait_idle_until(const std::chrono::time_point<Clock, Duration>& deadline) {
        return tasks_.join_until(deadline);
    }

    /// From now on nothing can be submitted. Tasks that wait will be run. Wakes those that block in
    /// `submit`, which throw. Does not block.
    void shutdown() { tasks_.close(); }

    /// As `shutdown`, but tasks that wait to be run are cancelled.
    void shutdown_now() { tasks_.close_now(); }

    /// How many tasks wait to be run, or were cancelled and have not been passed over yet.
    [[nodiscard]] std::size_t size() const { return tasks_.size(); }

private:
    template <class F, class... Args>
    static auto make_job(F&& function, Args&&... args) {
        auto call = [f = std::decay_t<F>(std::forward<F>(function)),
                     a = std::tuple<std::decay_t<Args>...>(
                         std::forward<Args>(args)...)]() mutable -> decltype(auto) {
            return std::apply(
                [&f](auto&... each) -> decltype(auto) {
                    return std::invoke(std::move(f), std::move(each)...);
                },
                a);
        };
        using result = std::invoke_result_t<decltype(call)&>;
        return std::make_shared<detail::call_job<Sync, result, decltype(call)>>(std::move(call));
    }

    template <class R, class Call>
    static basic_future<Sync, R>
    future_of(const std::shared_ptr<detail::call_job<Sync, R, Call>>& job) {
        return basic_future<Sync, R>(job);
    }

    queue::basic_bounded_queue<Sync, detail::task> tasks_;
};

using task_queue = basic_task_queue<sync::std_sync>;

} // namespace heddle::thread
