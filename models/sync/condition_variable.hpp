#pragma once

/// Bounded programs over basic_condition_variable, or anything that is used like it.

#include "models/deadline.hpp"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace heddle::models {

/// Whether threads hold the lock when they notify.
enum class notifies { inside, outside };

/// One thread waits for an item, and another one brings it.
template <class Sync, class Condition, notifies Where = notifies::inside>
struct handing_over {
    static constexpr std::size_t threads = 2;

    typename Sync::mutex mutex;
    Condition changed;
    typename Sync::template var<int> items{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index == 0) {
            changed.wait(held, [&] { return items > 0; });
            --items;
        } else {
            ++items;
            if (Where == notifies::outside) held.unlock();
            changed.notify_one();
        }
    }

    void after() { Sync::check(items == 0, "the item was not taken"); }

    void invariant() {}
};

/// Two threads wait for the same thing, and a third one notifies all.
template <class Sync, class Condition, notifies Where = notifies::inside>
struct notifying_all {
    static constexpr std::size_t threads = 3;

    typename Sync::mutex mutex;
    Condition changed;
    typename Sync::template var<int> is_ready{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index < 2) {
            changed.wait(held, [&] { return is_ready != 0; });
        } else {
            is_ready = 1;
            if (Where == notifies::outside) held.unlock();
            changed.notify_all();
        }
    }

    void after() {}

    void invariant() {}
};

/// Two threads wait, once each. A third one wakes one of them when both wait: it is the one that
/// has waited longer, and the other one waits on.
template <class Sync, class Condition>
struct waking_in_order {
    static constexpr std::size_t threads = 3;

    typename Sync::mutex mutex;
    Condition changed;
    Condition happened;
    typename Sync::template var<int> waiting{0};
    typename Sync::template var<int> woken{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index < 2) {
            const int ticket = waiting++;
            if (waiting == 2) happened.notify_one();
            changed.wait(held);
            Sync::check(woken == ticket, "a thread was woken out of turn");
            ++woken;
            happened.notify_one();
        } else {
            happened.wait(held, [&] { return waiting == 2; });
            changed.notify_one();
            happened.wait(held, [&] { return woken > 0; });
            changed.notify_one();
        }
    }

    void after() { Sync::check(woken == 2, "a thread was not woken"); }

    void invariant() {}
};

/// A thread waits, a second one notifies it, and a third one begins to wait only then: the
/// notification is not for it, and it waits until its deadline.
template <class Sync, class Condition>
struct not_stealing {
    static constexpr std::size_t threads = 3;

    typename Sync::mutex mutex;
    Condition changed;
    typename Sync::template var<int> is_waiting{0};
    typename Sync::template var<int> is_late{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index == 0) {
            if (is_late != 0) return;
            is_waiting = 1;
            changed.wait(held);
        } else if (index == 1) {
            if (is_waiting != 0) changed.notify_one();
            is_late = 1;
        } else if (is_late != 0) {
            const auto status = changed.wait_for(held, std::chrono::milliseconds(1));
            Sync::check(status == std::cv_status::timeout, "a notification was stolen");
        }
    }

    void after() {}

    void invariant() {}
};

/// Two threads wait until their deadlines, which may pass at any time, and a third one notifies
/// one of them: as many threads are notified as the third one was told.
template <class Sync, class Condition>
struct giving_up_waiting {
    static constexpr std::size_t threads = 3;

    typename Sync::mutex mutex;
    Condition changed;
    typename Sync::template var<int> notified{0};
    typename Sync::template var<int> told{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index < 2) {
            const auto status = index == 0 ? changed.wait_for(held, std::chrono::milliseconds(1))
                                           : changed.wait_until(held, soon<Sync>());
            if (status == std::cv_status::no_timeout) ++notified;
        } else {
            held.unlock();
            told = changed.notify_one() ? 1 : 0;
        }
    }

    void after() { Sync::check(notified == told, "a notification was lost"); }

    void invariant() {}
};

/// A thread waits until a deadline, which may pass at any time, for an item that another one
/// brings: it is told whether there is one.
template <class Sync, class Condition>
struct giving_up_an_item {
    static constexpr std::size_t threads = 2;

    typename Sync::mutex mutex;
    Condition changed;
    typename Sync::template var<int> items{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index != 0) {
            ++items;
            changed.notify_one();
            return;
        }
        const auto has_come = [&] { return items > 0; };
        const bool is_there = changed.wait_until(held, soon<Sync>(), has_come) ||
                              changed.wait_for(held, std::chrono::milliseconds(1), has_come);
        Sync::check(is_there == has_come(), "it is not what the predicate says");
        if (!is_there) return;
        --items;
        taken = 1;
    }

    void after() { Sync::check(items == 1 - taken, "the item was lost"); }

    void invariant() {}
};

/// A thread that has notified all that wait destroys the condition variable: one may be about to
/// give up, and need not have come further than to be notified.
template <class Sync, class Condition>
struct destroying_when_notified {
    static constexpr std::size_t threads = 2;

    typename Sync::mutex mutex;
    std::unique_ptr<Condition> changed = std::make_unique<Condition>();

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index == 0) {
            if (changed == nullptr) return;
            static_cast<void>(changed->wait_for(held, std::chrono::milliseconds(1)));
        } else {
            const std::unique_ptr<Condition> last = std::move(changed);
            last->notify_all();
            held.unlock();
        }
    }

    void after() {}

    void invariant() {}
};

/// The thread that is notified destroys the condition variable: the one that notifies it no longer
/// needs it. With a deadline, it may have been about to give up.
template <class Sync, class Condition, bool HasDeadline = false>
struct destroying_when_woken {
    static constexpr std::size_t threads = 2;

    typename Sync::mutex mutex;
    std::unique_ptr<Condition> changed = std::make_unique<Condition>();
    typename Sync::template var<int> is_waiting{0};
    typename Sync::template var<int> is_set{0};

    void thread(std::size_t index) {
        std::unique_lock held(mutex);
        if (index == 0) {
            if (is_set != 0) return;
            is_waiting = 1;
            if (wait(held)) changed.reset();
        } else {
            is_set = 1;
            const bool notifies = is_waiting != 0;
            held.unlock();
            if (notifies) changed->notify_one();
        }
    }

    // Whether it was notified.
    template <class Lock>
    bool wait(Lock& held) {
        if (HasDeadline)
            return changed->wait_for(held, std::chrono::milliseconds(1)) ==
                   std::cv_status::no_timeout;
        changed->wait(held);
        return true;
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
