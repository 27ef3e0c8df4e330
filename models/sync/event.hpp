#pragma once

/// Bounded programs over the events, or anything that is used like them.

#include "models/deadline.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace heddle::models {

/// Threads wait for what another one has done.
template <class Sync, class Event, std::size_t Waiters = 1>
struct setting {
    static constexpr std::size_t threads = Waiters + 1;

    Event event;
    typename Sync::template var<int> data{0};

    void thread(std::size_t index) {
        if (index == 0) {
            data = 1;
            event.set();
        } else {
            event.wait();
            Sync::check(data == 1, "what was done before is not seen");
        }
    }

    void after() {}

    void invariant() {}
};

/// A thread looks whether another one has set the event: if so, it sees what was done before.
template <class Sync, class Event>
struct looking {
    static constexpr std::size_t threads = 2;

    Event event;
    typename Sync::template var<int> data{0};

    void thread(std::size_t index) {
        if (index == 0) {
            data = 1;
            event.set();
        } else if (event.is_set()) {
            Sync::check(data == 1, "what was done before is not seen");
        }
    }

    void after() { Sync::check(event.is_set(), "it was not set"); }

    void invariant() {}
};

/// A policy that says when a thread is about to sleep, so that a model can ask for what must be so
/// when one waits.
template <class Sync>
struct announcing : Sync {
    using word = typename Sync::word;
    using flag = typename Sync::template atomic<bool>;

    static inline flag* about_to_sleep = nullptr; // the model's

    static void wait(const word& object, std::uint32_t old) {
        about_to_sleep->store(true, std::memory_order_relaxed);
        Sync::wait(object, old);
    }
};

/// A thread sets the event and clears it at once: one that had begun to wait goes on.
template <class Sync, template <class> class Event>
struct setting_and_clearing {
    static constexpr std::size_t threads = 2;

    Event<announcing<Sync>> event;
    typename announcing<Sync>::flag waits{false};

    setting_and_clearing() { announcing<Sync>::about_to_sleep = &waits; }

    void thread(std::size_t index) {
        if (index == 0) {
            event.wait();
        } else {
            const bool clears = waits.load(std::memory_order_relaxed);
            event.set();
            if (clears) event.clear();
        }
    }

    void after() {}

    void invariant() {}
};

/// A thread clears the event, looks for what it stands for, and waits if there is nothing. Another
/// one may set it while it is still set.
template <class Sync, class Event>
struct clearing_first {
    static constexpr std::size_t threads = 2;

    Event event{true};
    typename Sync::template atomic<int> item{0};

    void thread(std::size_t index) {
        if (index == 0) {
            event.clear();
            if (item.load(std::memory_order_relaxed) == 0) event.wait();
        } else {
            item.store(1, std::memory_order_relaxed);
            event.set();
        }
    }

    void after() { Sync::check(item.load() == 1, "nothing has happened"); }

    void invariant() {}
};

/// The thread that was let go on destroys the event: the one that set it no longer needs it.
template <class Sync, class Event>
struct destroying_an_event {
    static constexpr std::size_t threads = 2;

    std::unique_ptr<Event> event = std::make_unique<Event>();

    void thread(std::size_t index) {
        if (index == 0) {
            event->wait();
            event.reset();
        } else {
            event->set();
        }
    }

    void after() {}

    void invariant() {}
};

/// A thread may give up waiting, twice, for an event that another one sets: it is set afterwards,
/// or has let it go on and, where it is one that unsets it, is not.
template <class Sync, class Event, bool IsReset>
struct giving_up_an_event {
    static constexpr std::size_t threads = 2;

    Event event;
    typename Sync::template var<bool> has_come{false};

    void thread(std::size_t index) {
        if (index == 0)
            has_come =
                event.wait_for(std::chrono::milliseconds(1)) || event.wait_until(soon<Sync>());
        else
            event.set();
    }

    void after() {
        if constexpr (IsReset)
            Sync::check(event.try_wait() != has_come, "the event was lost, or came twice");
        else
            Sync::check(event.is_set(), "the event was lost");
    }

    void invariant() {}
};

/// Each thread that is let go on lets the next one, and is alone until then.
template <class Sync, class Event, std::size_t Threads>
struct taking_turns {
    static constexpr std::size_t threads = Threads;

    Event event{true};
    typename Sync::template var<int> counter{0};

    void thread(std::size_t) {
        event.wait();
        counter = counter + 1;
        event.set();
    }

    void after() { Sync::check(counter == static_cast<int>(Threads), "an addition was lost"); }

    void invariant() {}
};

/// Two threads wait, and a third one sets the event twice, the second time when the first has been
/// let go on by somebody: both go on.
template <class Sync, class Event>
struct setting_for_each {
    static constexpr std::size_t threads = 3;

    Event event;
    Event went_on;

    void thread(std::size_t index) {
        if (index == 0) {
            event.set();
            went_on.wait();
            event.set();
        } else {
            event.wait();
            went_on.set();
        }
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
