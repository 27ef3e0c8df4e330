#pragma once

/// A queue that blocks those who would put into it while it is full, and those who would get from
/// it while it is empty; and that can be closed, and waited for until its items are dealt with.
///
///     state             put             get             close          close_now
///     open, empty       -> not empty    waits           -> closed      -> closed
///     open, not empty   waits if full   takes an item   -> draining    drops items, -> closed
///     draining          throws          takes an item                  drops items, -> closed
///     closed            throws          throws
///
/// One lock, and a condition for each thing to wait for: room, items, and that all is done. Where
/// different threads wait for different things with one condition, to notify one of them may wake
/// the wrong one (Hoare, "Monitors: An Operating System Structuring Concept", CACM 1974, has the
/// buffer with two). Every change wakes as many as it lets go on, and not more; and whoever was
/// woken, and cannot use what it was woken for because an exception stops it, wakes the next.

#include "primitives/queue/fifo_store.hpp"
#include "primitives/queue/lifo_store.hpp"
#include "primitives/queue/priority_store.hpp"
#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/sync/std_sync.hpp"

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace heddle::queue {

/// Thrown by an operation that cannot succeed any more: the queue is closed.
struct queue_closed : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "the queue is closed"; }
};

/// As a capacity: the queue is never full.
inline constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

/// `T` must be movable. `Store` decides which item is next: fifo_store, lifo_store, priority_store.
/// All functions may be called by all threads. What was done before an item was put happens before
/// what is done after it was got. An exception that moving an item throws passes through; no item
/// is lost by it, nor room.
template <class Sync, class T, template <class, class> class Store = fifo_store>
class basic_bounded_queue {
public:
    using clock = typename Sync::clock;

    /// Of at most `capacity` items. Allocates room for all of them, unless it is `unbounded`.
    /// @throws std::invalid_argument if `capacity` is 0
    explicit basic_bounded_queue(std::size_t capacity) : capacity_(checked(capacity)) {
        if (capacity != unbounded) items_.reserve(capacity);
    }

    basic_bounded_queue(const basic_bounded_queue&) = delete;
    basic_bounded_queue& operator=(const basic_bounded_queue&) = delete;

    /// Destroys the items that are left. Nobody may be in it; who has got the last item that is
    /// ever put, or knows by `join` that all is done, may destroy it.
    ~basic_bounded_queue() = default;

    /// Blocks while the queue is full, and puts `item`. Wakes one thread that waits to get. If it
    /// throws, `item` is untouched, unless moving it has thrown.
    /// @throws queue_closed
    void put(T&& item) { insert(item, for_ever); }

    /// As the other, a copy of `item`.
    void put(const T& item) requires std::copy_constructible<T> { put(T(item)); }

    /// As `put`, but does not block.
    /// @return whether there was room; if not, `item` is untouched
    [[nodiscard]] bool try_put(T&& item) { return insert(item, not_at_all); }

    /// As the other, a copy of `item`.
    [[nodiscard]] bool try_put(const T& item) requires std::copy_constructible<T> {
        return try_put(T(item));
    }

    /// As `put`, but gives up after `timeout`, at once if it is not positive.
    /// @return whether there was room; if not, `item` is untouched
    template <class Rep, class Period>
    [[nodiscard]] bool put_for(T&& item, const std::chrono::duration<Rep, Period>& timeout) {
        return insert(item, for_time(timeout));
    }

    /// As the other, a copy of `item`.
    template <class Rep, class Period>
    requires std::copy_constructible<T>

    [[nodiscard]] bool put_for(const T& item, const std::chrono::duration<Rep, Period>& timeout) {
        return put_for(T(item), timeout);
    }

    /// As `put`, but gives up at `deadline`, of any clock.
    /// @return whether there was room; if not, `item` is untouched
    template <class Clock, class Duration>
    [[nodiscard]] bool put_until(T&& item,
                                 const std::chrono::time_point<Clock, Duration>& deadline) {
        return insert(item, until(deadline));
    }

    /// As the other, a copy of `item`.
    template <class Clock, class Duration>
    requires std::copy_constructible<T>

    [[nodiscard]] bool put_until(const T& item,
                                 const std::chrono::time_point<Clock, Duration>& deadline) {
        return put_until(T(item), deadline);
    }

    /// Blocks while the queue is empty, and takes the item that is next. Wakes one thread that
    /// waits to put.
    /// @throws queue_closed if there is none left, and the queue is closed
    [[nodiscard]] T get() {
        std::unique_lock held(mutex_);
        await_item(held, for_ever);
        require_item();
        return take<T>();
    }

    /// As `get`, but the queue's end is no exception: `while (auto item = queue.next())`.
    /// @return nothing if there is no item left, and the queue is closed
    [[nodiscard]] std::optional<T> next() {
        std::unique_lock held(mutex_);
        await_item(held, for_ever);
        if (items_.size() == 0) return std::nullopt;
        return take<std::optional<T>>();
    }

    /// As `get`, but does not block.
    /// @return nothing if there is no item yet
    [[nodiscard]] std::optional<T> try_get() { return remove(not_at_all); }

    /// As `get`, but gives up after `timeout`, at once if it is not positive.
    /// @return nothing if there is no item yet
    template <class Rep, class Period>
    [[nodiscard]] std::optional<T> get_for(const std::chrono::duration<Rep, Period>& timeout) {
        return remove(for_time(timeout));
    }

    /// As `get`, but gives up at `deadline`, of any clock.
    /// @return nothing if there is no item yet
    template <class Clock, class Duration>
    [[nodiscard]] std::optional<T>
    get_until(const std::chrono::time_point<Clock, Duration>& deadline) {
        return remove(until(deadline));
    }

    /// Says that an item that was got is dealt with. What was done before happens before what is
    /// done after a `join` that waited for it. Does not block; the last wakes all who `join`.
    /// @throws std::logic_error if there is no item of which this has not been said
    void task_done() {
        const std::lock_guard held(mutex_);
        if (unfinished_ == 0) throw std::logic_error("more items are done than were put");
        finish(1);
    }

    /// Blocks until each item that was put has been got, and is done, or was dropped.
    void join() {
        std::unique_lock held(mutex_);
        await_done(held, for_ever);
    }

    /// As `join`, but gives up after `timeout`, at once if it is not positive.
    /// @return whether all is done
    template <class Rep, class Period>
    [[nodiscard]] bool join_for(const std::chrono::duration<Rep, Period>& timeout) {
        std::unique_lock held(mutex_);
        return await_done(held, for_time(timeout));
    }

    /// As `join`, but gives up at `deadline`, of any clock.
    /// @return whether all is done
    template <class Clock, class Duration>
    [[nodiscard]] bool join_until(const std::chrono::time_point<Clock, Duration>& deadline) {
        std::unique_lock held(mutex_);
        return await_done(held, until(deadline));
    }

    /// From now on nothing can be put; what is there can be got. Wakes everybody who waits to put
    /// or to get. Does not block. Not an error when it is closed.
    void close() {
        const std::lock_guard held(mutex_);
        mark_closed();
    }

    /// As `close`, and destroys the items that are there, which count as done when they are gone.
    /// Wakes those who `join`, if that was all they waited for; an item that was got has to be done
    /// yet.
    void close_now() {
        std::size_t count = 0;
        {
            store dropped; // destroyed while the lock is free: an item may have a mind of its own
            const std::lock_guard held(mutex_);
            items_.swap(dropped);
            count = dropped.size();
            mark_closed();
        }
        const std::lock_guard held(mutex_);
        finish(count);
    }

    /// From now on there may be `capacity` items. If there are more, they stay; nothing can be put
    /// until they are fewer. Wakes as many that wait to put as there is new room for. Does not
    /// block.
    /// @throws std::invalid_argument if `capacity` is 0; std::bad_alloc, and what moving an item
    ///         throws: then the capacity is as before
    void set_capacity(std::size_t capacity) {
        const std::lock_guard held(mutex_);
        if (checked(capacity) != unbounded) items_.reserve(capacity);
        capacity_ = capacity;
        if (has_room()) not_full_.notify(capacity - items_.size());
    }

    // What is true now may not be any more when the caller learns of it.

    /// How many items there are now. As all of these, blocks only for the lock.
    [[nodiscard]] std::size_t size() const {
        const std::lock_guard held(mutex_);
        return items_.size();
    }

    [[nodiscard]] std::size_t capacity() const {
        const std::lock_guard held(mutex_);
        return capacity_;
    }

    [[nodiscard]] bool empty() const { return size() == 0; }

    [[nodiscard]] bool full() const {
        const std::lock_guard held(mutex_);
        return !has_room();
    }

    /// Whether `close` or `close_now` was called; there may be items yet.
    [[nodiscard]] bool is_closed() const {
        const std::lock_guard held(mutex_);
        return is_closed_ != 0;
    }

private:
    using condition = sync::basic_condition_variable<Sync>;
    using lock = std::unique_lock<sync::lock_of<Sync>>;
    using store = Store<Sync, T>;

    template <class U>
    using var = typename Sync::template var<U>;

    /// Notifies one more thread, unless told that there is no need.
    class pass_on {
    public:
        explicit pass_on(condition& c) : condition_(&c) {}

        pass_on(const pass_on&) = delete;
        pass_on& operator=(const pass_on&) = delete;

        ~pass_on() {
            if (condition_ != nullptr) condition_->notify_one();
        }

        void is_not_needed() noexcept { condition_ = nullptr; }

    private:
        condition* condition_;
    };

    // How to wait. Each returns whether the predicate holds.

    static constexpr auto for_ever = [](condition& c, lock& held, auto predicate) {
        c.wait(held, predicate);
        return true;
    };

    static constexpr auto not_at_all = [](condition&, lock&, auto predicate) {
        return predicate();
    };

    template <class Deadline>
    static auto until(const Deadline& deadline) {
        return [&deadline](condition& c, lock& held, auto predicate) {
            return c.wait_until(held, deadline, predicate);
        };
    }

    template <class Timeout>
    static auto for_time(const Timeout& timeout) {
        return [&timeout](condition& c, lock& held, auto predicate) {
            return predicate() ||
                   (timeout > timeout.zero() && c.wait_for(held, timeout, predicate));
        };
    }

    static std::size_t checked(std::size_t capacity) {
        if (capacity == 0) throw std::invalid_argument("a queue of no capacity");
        return capacity;
    }

    template <class Wait>
    bool insert(T& item, Wait wait) {
        lock held(mutex_);
        if (!wait(not_full_, held, [this] { return is_closed_ != 0 || has_room(); })) return false;
        if (is_closed_ != 0) throw queue_closed();
        pass_on room(not_full_);
        items_.push(std::move(item));
        room.is_not_needed();
        ++unfinished_;
        // Before the lock is free: who gets the item may destroy the queue.
        not_empty_.notify_one();
        return true;
    }

    template <class Wait>
    std::optional<T> remove(Wait wait) {
        lock held(mutex_);
        if (!await_item(held, wait)) return std::nullopt;
        require_item();
        return take<std::optional<T>>();
    }

    template <class Wait>
    bool await_item(lock& held, Wait wait) {
        return wait(not_empty_, held, [this] { return items_.size() != 0 || is_closed_ != 0; });
    }

    template <class Wait>
    bool await_done(lock& held, Wait wait) {
        return wait(all_done_, held, [this] { return unfinished_ == 0; });
    }

    // The functions below are called with the lock held.

    void require_item() const {
        if (items_.size() == 0) throw queue_closed();
    }

    /// As a T, or something made of one in place: it is not moved again.
    template <class Result>
    Result take() {
        pass_on item(not_empty_);
        Result result = made_of<Result>(std::move(items_.next()));
        item.is_not_needed();
        items_.drop();
        if (has_room()) not_full_.notify_one();
        return result;
    }

    template <class Result>
    static Result made_of(T&& item) {
        if constexpr (std::same_as<Result, T>)
            return T(std::move(item));
        else
            return Result(std::in_place, std::move(item));
    }

    [[nodiscard]] bool has_room() const { return items_.size() < capacity_; }

    void mark_closed() {
        is_closed_ = 1;
        not_full_.notify_all();
        not_empty_.notify_all();
    }

    void finish(std::size_t count) {
        // Of what is dropped, some may have been said to be done although nobody has got it.
        unfinished_ -= std::min<std::size_t>(count, unfinished_);
        if (unfinished_ == 0) all_done_.notify_all();
    }

    mutable sync::lock_of<Sync> mutex_;
    condition not_full_;
    condition not_empty_;
    condition all_done_;
    store items_;
    var<std::size_t> capacity_;
    var<std::size_t> unfinished_{0}; // put, and neither done nor dropped
    var<std::uint8_t> is_closed_{0};
};

template <class T>
using bounded_queue = basic_bounded_queue<sync::std_sync, T>;

/// The last in is the first out.
template <class T>
using bounded_stack = basic_bounded_queue<sync::std_sync, T, lifo_store>;

/// The least is the first out.
template <class T>
using bounded_priority_queue = basic_bounded_queue<sync::std_sync, T, priority_store>;

} // namespace heddle::queue
