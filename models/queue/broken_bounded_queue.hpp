#pragma once

/// Flawed twins of basic_bounded_queue.

#include "primitives/queue/bounded_queue.hpp"
#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/mutex.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace heddle::models {

enum class queue_flaw {
    none,               // to know that nothing else is wrong with the twin
    if_for_while,       // who was woken does not look again
    one_condition,      // for room and for items: the one that is woken may be the wrong one
    close_wakes_nobody, // those who wait learn nothing of the end
    looks_before_lock,  // whether there is an item is found out without the lock
    size_without_lock,  // as in the article
    late_notification,  // who puts lets go of the lock first: the queue may be gone
    keeps_wakeup,       // an exception stops who was woken, and nobody is woken instead
};

/// A queue of at most one item.
template <class Sync, class T, queue_flaw Flaw>
class flawed_queue {
    using lock = std::unique_lock<sync::lock_of<Sync>>;
    using condition = sync::basic_condition_variable<Sync>;

public:
    explicit flawed_queue(std::size_t) {}

    void put(T&& item) {
        lock held(mutex_);
        wait(room(), held, [this] { return is_closed_ != 0 || count_ == 0; });
        if (is_closed_ != 0) throw queue::queue_closed();
        Sync::check(count_ == 0, "there is no room");
        move_or_wake([&] { item_.emplace(std::move(item)); }, room());
        count_ = 1;
        if constexpr (Flaw == queue_flaw::late_notification) held.unlock(); // FLAW
        not_empty_.notify_one();
    }

    T get() {
        lock held(mutex_);
        wait(not_empty_, held, [this] { return count_ != 0 || is_closed_ != 0; });
        if (count_ == 0 && is_closed_ != 0) throw queue::queue_closed();
        return take();
    }

    std::optional<T> try_get() {
        if constexpr (Flaw == queue_flaw::looks_before_lock) {
            if (size() == 0) return std::nullopt;
            const lock held(mutex_); // FLAW: the item may be another's by now
            return take();
        } else {
            const lock held(mutex_);
            if (count_ == 0) return std::nullopt;
            return take();
        }
    }

    std::optional<T> next() {
        lock held(mutex_);
        wait(not_empty_, held, [this] { return count_ != 0 || is_closed_ != 0; });
        if (count_ == 0) return std::nullopt;
        return take();
    }

    void close() {
        const lock held(mutex_);
        is_closed_ = 1;
        if constexpr (Flaw == queue_flaw::close_wakes_nobody) return; // FLAW
        not_empty_.notify_all();
        not_full_.notify_all();
    }

    std::size_t size() {
        lock held(mutex_, std::defer_lock);
        if constexpr (Flaw != queue_flaw::size_without_lock) held.lock(); // FLAW
        return static_cast<std::size_t>(static_cast<int>(count_));
    }

    bool is_closed() {
        const lock held(mutex_);
        return is_closed_ != 0;
    }

private:
    condition& room() {
        return Flaw == queue_flaw::one_condition ? not_empty_ : not_full_; // FLAW
    }

    template <class Predicate>
    static void wait(condition& c, lock& held, Predicate predicate) {
        if constexpr (Flaw == queue_flaw::if_for_while) {
            if (!predicate()) c.wait(held); // FLAW
        } else {
            c.wait(held, predicate);
        }
    }

    template <class Move>
    static void move_or_wake(Move move, condition& others) {
        struct next {
            condition& others;
            bool is_needed = Flaw != queue_flaw::keeps_wakeup; // FLAW

            ~next() {
                if (is_needed) others.notify_one();
            }
        } other{others};

        move();
        other.is_needed = false;
    }

    T take() {
        Sync::check(count_ != 0, "there is no item");
        std::optional<T> result;
        move_or_wake([&] { result.emplace(std::move(*item_)); }, not_empty_);
        item_.reset();
        count_ = 0;
        room().notify_one();
        return std::move(*result);
    }

    sync::lock_of<Sync> mutex_;
    condition not_full_;
    condition not_empty_;
    std::optional<T> item_;
    typename Sync::template var<int> count_{0};
    typename Sync::template var<int> is_closed_{0};
};

template <queue_flaw Flaw>
struct flawed {
    template <class Sync, class T>
    using queue = flawed_queue<Sync, T, Flaw>;
};

} // namespace heddle::models
