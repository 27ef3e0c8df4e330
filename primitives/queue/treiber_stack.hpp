#pragma once

/// A stack for any number of threads: last in, first out, without an end.
///
///     state             push              try_pop
///     empty             -> one            fails
///     some elements     -> one more       -> one less, the youngest
///
/// Treiber, "Systems Programming: Coping with Parallelism" (IBM RJ 5118, 1986): a list whose head
/// is exchanged if it is still what it was. A head that is the same node again, though it was
/// popped and pushed meanwhile (ABA), or a node that is read after it was deleted: neither can be,
/// since nodes are deleted by hazard pointers (hazard_pointers.hpp, which says when, and how many
/// may wait), and what a thread is about to pop is its hazard.

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
/// again only because another thread's succeeded. Elements may be movable only; their move
/// constructor and destructor must not throw, since what is popped cannot be put back. Nobody ever
/// sleeps or waits here. Operations are linearizable.
template <class Sync, class T, template <class, class, std::size_t> class Hazards = hazard_pointers>
class basic_treiber_stack {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>,
                  "what is popped cannot be put back");

public:
    using value_type = T;

    basic_treiber_stack() noexcept = default;

    /// @param patience as of basic_hazard_pointers
    explicit basic_treiber_stack(std::size_t patience) noexcept : hazards_(patience) {}

    basic_treiber_stack(const basic_treiber_stack&) = delete;
    basic_treiber_stack& operator=(const basic_treiber_stack&) = delete;

    /// Destroys the elements that are left. Nobody may use the stack any more.
    ~basic_treiber_stack() {
        // Relaxed: whoever destroys the stack is already ordered after its users.
        node* each = head_.load(std::memory_order_relaxed);
        while (each != nullptr) {
            const std::unique_ptr<node> last(each);
            last->content.clear();
            each = last->next;
        }
    }

    /// Adds an element that is made of `args`. What was done before happens before what is done by
    /// the thread that pops the element, after that.
    /// @throws std::bad_alloc, or what the constructor throws; the stack is unchanged then
    template <class... Args>
    void emplace(Args&&... args) {
        auto fresh = std::make_unique<node>();
        fresh->content.fill(std::forward<Args>(args)...);
        node* const mine = fresh.release();
        // Relaxed: the head is not followed, only compared.
        node* head = head_.load(std::memory_order_relaxed);
        do {
            mine->next = head;
            // Release: pairs with the acquiring load of `protect`. The node is whole.
        } while (!head_.compare_exchange_weak(head, mine, std::memory_order_release,
                                              std::memory_order_relaxed));
    }

    /// As `emplace`, by copying.
    void push(const T& value) { emplace(value); }

    /// As `emplace`, by moving.
    void push(T&& value) { emplace(std::move(value)); }

    /// Takes the youngest element, if there is one; does not block. What was done by the thread
    /// that pushed it, before that, happens before what is done after this.
    /// @return the element; nothing if there was none
    /// @throws std::bad_alloc when more threads than ever before pop at the same time, and there is
    ///     no memory; the stack is unchanged then
    [[nodiscard]] std::optional<T> try_pop() {
        if (empty()) return std::nullopt; // A record is not needed for that.
        typename domain::guard hazard(hazards_);
        while (node* head = hazard.protect(head_)) {
            node* const mine = head;
            // Seq_cst, as protect asks for: who protects the node and does not see this is seen.
            if (!head_.compare_exchange_strong(head, mine->next, std::memory_order_seq_cst,
                                               std::memory_order_relaxed))
                continue;
            std::optional<T> taken = mine->content.take();
            hazard.retire(mine);
            return taken;
        }
        return std::nullopt;
    }

    /// Whether there is no element. Orders nothing.
    [[nodiscard]] bool empty() const noexcept {
        return head_.load(std::memory_order_relaxed) == nullptr;
    }

private:
    struct node {
        typename Sync::template var<node*> next{nullptr};
        typename Sync::template var<node*> next_retired{nullptr};
        slot<T> content;
    };

    using domain = Hazards<Sync, node, 1>;

    domain hazards_;
    alignas(sync::cache_line) typename domain::link head_{nullptr};
};

template <class T>
using treiber_stack = basic_treiber_stack<sync::std_sync, T>;

} // namespace heddle::queue
