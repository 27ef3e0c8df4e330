#pragma once

/// A queue for any number of threads: first in, first out, without an end.
///
///     state             push              try_pop
///     empty             -> one            fails
///     some elements     -> one more       -> one less, the oldest
///
/// Michael and Scott, "Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue
/// Algorithms" (PODC 1996): a list that begins with a node without an element. A push links its
/// node to the last one, then moves the tail; another thread that finds the tail behind moves it
/// first, so that nobody waits. Nodes are deleted by hazard pointers (hazard_pointers.hpp, which
/// says when, and how many may wait), as in Michael's paper about those. Departure: an element is
/// moved out of its node by who has won it, after that; so it may be movable only.

#include "primitives/queue/hazard_pointers.hpp"
#include "primitives/queue/slot.hpp"
#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace heddle::queue {

/// Lock-free, but for allocating and deleting nodes, one for each element: an operation is tried
/// again only because another thread's went on. Elements may be movable only; their move
/// constructor and destructor must not throw, since what is popped cannot be put back. Nobody ever
/// sleeps or waits here. Operations are linearizable.
template <class Sync, class T, template <class, class, std::size_t> class Hazards = hazard_pointers>
class basic_michael_scott_queue {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>,
                  "what is popped cannot be put back");

public:
    using value_type = T;

    /// @param patience as of basic_hazard_pointers
    /// @throws std::bad_alloc when there is no memory for a node
    explicit basic_michael_scott_queue(std::size_t patience = 0) : hazards_(patience) {
        node* const first = std::make_unique<node>().release();
        // Relaxed: nobody else has the queue yet.
        head_.store(first, std::memory_order_relaxed);
        tail_.store(first, std::memory_order_relaxed);
    }

    basic_michael_scott_queue(const basic_michael_scott_queue&) = delete;
    basic_michael_scott_queue& operator=(const basic_michael_scott_queue&) = delete;

    /// Destroys the elements that are left. Nobody may use the queue any more.
    ~basic_michael_scott_queue() {
        // Relaxed: whoever destroys the queue is already ordered after its users.
        std::unique_ptr<node> each(head_.load(std::memory_order_relaxed));
        while (node* const next = each->next.load(std::memory_order_relaxed)) {
            next->content.clear();
            each.reset(next);
        }
    }

    /// Appends an element that is made of `args`. What was done before happens before what is done
    /// by the thread that pops the element, after that.
    /// @throws std::bad_alloc, or what the constructor throws; the queue is unchanged then
    template <class... Args>
    void emplace(Args&&... args) {
        typename domain::guard hazard(hazards_);
        auto fresh = std::make_unique<node>();
        fresh->content.fill(std::forward<Args>(args)...);
        node* const mine = fresh.release();
        for (;;) {
            node* const last = hazard.protect(tail_);
            // Acquire: pairs with the release below. The node that becomes the tail is whole.
            node* next = last->next.load(std::memory_order_acquire);
            // Release: pairs with the acquiring loads of `next`. The node is whole.
            if (next == nullptr &&
                last->next.compare_exchange_strong(next, mine, std::memory_order_release,
                                                   std::memory_order_acquire)) {
                move_tail(last, mine);
                return;
            }
            move_tail(last, next);
        }
    }

    /// As `emplace`, by copying.
    void push(const T& value) { emplace(value); }

    /// As `emplace`, by moving.
    void push(T&& value) { emplace(std::move(value)); }

    /// Takes the oldest element, if there is one; does not block. What was done by the thread that
    /// pushed it, before that, happens before what is done after this.
    /// @return the element; nothing if there was none
    /// @throws std::bad_alloc when more threads than ever before use the queue at the same time,
    /// and
    ///     there is no memory; the queue is unchanged then
    [[nodiscard]] std::optional<T> try_pop() {
        typename domain::guard hazard(hazards_);
        for (;;) {
            node* first = hazard.protect(head_, 0);
            // Seq_cst: a node whose hazard is missed must be seen to be the tail no more.
            node* const last = tail_.load(std::memory_order_seq_cst);
            // Acquire: pairs with the release of a push.
            node* const next = first->next.load(std::memory_order_acquire);
            if (next == nullptr) return std::nullopt;
            // It is read below, by who has made it the first: nobody can have unlinked it before.
            // So no second look is needed, but the exchange.
            hazard.publish(next, 1);
            if (first == last) move_tail(last, next); // The head does not overtake the tail.
            node* const mine = first;
            // Seq_cst, as protect asks for: who protects the node and does not see this is seen.
            if (!head_.compare_exchange_strong(first, next, std::memory_order_seq_cst,
                                               std::memory_order_relaxed))
                continue;
            std::optional<T> taken = next->content.take();
            hazard.retire(mine);
            return taken;
        }
    }

    /// Whether there is no element, not counting those that are being pushed. Where others push and
    /// pop meanwhile, it may never have been true. Orders nothing.
    [[nodiscard]] bool empty() const noexcept {
        const node* const last = tail_.load(std::memory_order_relaxed);
        return head_.load(std::memory_order_relaxed) == last;
    }

private:
    struct node {
        typename Sync::template atomic<node*> next{nullptr};
        typename Sync::template var<node*> next_retired{nullptr};
        slot<T> content;
    };

    using domain = Hazards<Sync, node, 2>;

    // From `last` to the one after it, unless somebody has done so.
    void move_tail(node* last, node* next) noexcept {
        // Seq_cst, as protect asks for: this lets the head go on, and `last` be unlinked. When
        // another thread has done it, too: who protects `last` and does not see that is seen.
        tail_.compare_exchange_strong(last, next, std::memory_order_seq_cst);
    }

    domain hazards_;
    alignas(sync::cache_line) typename domain::link head_{nullptr};
    alignas(sync::cache_line) typename domain::link tail_{nullptr};
};

template <class T>
using michael_scott_queue = basic_michael_scott_queue<sync::std_sync, T>;

} // namespace heddle::queue
