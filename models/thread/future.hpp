#pragma once

/// Bounded programs over basic_promise and basic_future. Thread 0 makes the result.

#include "models/deadline.hpp"
#include "primitives/thread/future.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <future>

namespace heddle::models {

/// The result is plain data, so that it shows when it is read without an order. A promise makes its
/// future at once, so that no thread needs another one's.
template <class Sync, template <class, class> class Promise>
struct promised {
    using number = typename Sync::template var<int>;

    Promise<Sync, number> promise;
    decltype(promise.get_future()) future = promise.get_future();

    template <class Get>
    static int result_or(int cancelled, Get get) {
        int result = cancelled;
        try {
            result = get();
        } catch (const thread::future_cancelled&) {
            result = cancelled;
        }
        return result;
    }
};

/// One thread makes a value, another one gets it.
template <class Sync, template <class, class> class Promise>
struct promising : promised<Sync, Promise> {
    static constexpr std::size_t threads = 2;

    void thread(std::size_t index) {
        if (index == 0)
            this->promise.set_value(7);
        else
            Sync::check(this->future.get() == 7, "the value is not what was put");
    }

    void after() { Sync::check(!this->future.valid(), "it was got"); }

    void invariant() {}
};

/// One thread makes a value, two wait for it, one of them not for ever. To have waited is enough to
/// see what was done before.
template <class Sync, template <class, class> class Promise>
struct waiting_for_result : promised<Sync, Promise> {
    static constexpr std::size_t threads = 3;

    void thread(std::size_t index) {
        if (index == 0) {
            Sync::check(this->promise.start(), "nobody has cancelled it");
            note = 9;
            this->promise.set_value(7);
        } else if (index == 1) {
            this->future.wait();
            Sync::check(note == 9, "what was done before the value was put is not seen");
            Sync::check(this->future.is_over(), "it was waited for");
        } else if (this->future.wait_for(std::chrono::milliseconds(1)) ||
                   this->future.wait_until(soon<Sync>())) {
            Sync::check(note == 9, "what was done before the value was put is not seen");
        } else if (this->future.is_over()) {
            Sync::check(this->future.wait_for(std::chrono::milliseconds(0)), "it was over before");
        }
    }

    void after() { Sync::check(this->future.get() == 7, "the value is not what was put"); }

    void invariant() {}

    typename Sync::template var<int> note{0};
};

/// One thread cancels what another one would start, while others wait: it starts, or it is
/// cancelled, and not both.
template <class Sync, template <class, class> class Promise, std::size_t Waiters = 0>
struct cancelling : promised<Sync, Promise> {
    static constexpr std::size_t threads = 2 + Waiters;

    std::array<typename Sync::template var<int>, 2> won{};

    void thread(std::size_t index) {
        if (index == 0) {
            if (!this->promise.start()) return;
            Sync::check(this->future.is_running(), "it was started");
            won[0] = 1;
            this->promise.set_value(7);
        } else if (index == 1) {
            const bool is_cancelled = this->future.cancel();
            won[1] = is_cancelled ? 1 : 0;
            const bool is_running = this->future.is_running();
            Sync::check(is_cancelled ? !is_running : is_running || this->future.is_over(),
                        "it is running if it was started, until it is over");
        } else {
            this->future.wait();
        }
    }

    void after() {
        Sync::check(won[0] + won[1] == 1, "it was started and cancelled, or neither");
        const int result = this->result_or(0, [&] { return this->future.get(); });
        Sync::check(result == 7 * won[0], "the result is another one's");
    }

    void invariant() {}
};

/// One thread makes a value, or cancels; another one waits, and a third one looks: whoever finds it
/// over sees what that thread had done before.
template <class Sync, template <class, class> class Promise, bool Cancels>
struct publishing_result : promised<Sync, Promise> {
    static constexpr std::size_t threads = 3;

    typename Sync::template var<int> before{0};

    void thread(std::size_t index) {
        if (index == 0) {
            before = 1;
            if (Cancels)
                this->future.cancel();
            else
                this->promise.set_value(7);
            return;
        }
        if (index == 1)
            this->future.wait();
        else if (Cancels ? !this->future.is_cancelled() : !this->future.is_over())
            return;
        Sync::check(before == 1, "it was done before");
    }

    void after() { Sync::check(this->future.is_cancelled() == Cancels, "it is what was made"); }

    void invariant() {}
};

/// How a promise goes away.
enum class leaves { an_exception, unstarted, started };

/// One thread's result is an exception, or it goes away without one; another one gets to know.
template <class Sync, template <class, class> class Promise, leaves What>
struct breaking : promised<Sync, Promise> {
    static constexpr std::size_t threads = 2;

    void thread(std::size_t index) {
        if (index == 0) {
            if (What == leaves::an_exception)
                this->promise.set_exception(std::make_exception_ptr(3));
            else if (What == leaves::started)
                Sync::check(this->promise.start(), "nobody has cancelled it");
            const auto last = std::move(this->promise);
        } else {
            int thrown = 0;
            try {
                thrown = this->result_or(1, [&] { return this->future.get() + 10; });
            } catch (int code) {
                thrown = code;
            } catch (const std::future_error&) {
                thrown = 4;
            }
            Sync::check(thrown == expected, "another exception was thrown");
        }
    }

    void after() {}

    void invariant() {}

private:
    static constexpr int expected = What == leaves::an_exception ? 3
                                    : What == leaves::unstarted  ? 1
                                                                 : 4;
};

} // namespace heddle::models
