#pragma once

/// Bounded programs over basic_work_stealing_deque, and a deque with a flaw.

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace heddle::models {

/// What the owner does next.
enum class owner { pushes, pops };

/// The owner pushes and pops tasks as `Script` says, thieves steal. Each task is taken once, and
/// found as it was when it was pushed; a thief finds them in the order in which they were pushed;
/// and when the owner finds nothing, nothing is left of what it pushed before.
template <class Sync, template <class, class> class Deque, std::size_t Thieves, int Steals,
          owner... Script>
struct stealing {
    static constexpr std::size_t threads = 1 + Thieves;
    static constexpr std::size_t pushes = ((Script == owner::pushes ? 1U : 0U) + ... + 0U);

    struct task {
        typename Sync::template var<int> rank{0};
    };

    std::array<task, pushes> tasks;
    Deque<Sync, task*> deque;
    std::array<int, pushes> popped{}; // how often, by the owner
    std::array<std::array<int, pushes>, Thieves> stolen{};
    int pushed = 0;
    int gone = 0; // so many were pushed when the owner last found nothing

    void thread(std::size_t index) {
        if (index == 0) {
            (act(Script), ...);
            return;
        }
        int last = -1;
        for (int i = 0; i < Steals; ++i) {
            const auto found = deque.try_steal();
            if (!found) continue;
            const int rank = (*found)->rank;
            Sync::check(rank > last, "a younger one was stolen first");
            last = rank;
            ++stolen[index - 1][static_cast<std::size_t>(rank)];
        }
    }

    void after() {
        while (const auto found = deque.try_pop()) take(*found);
        Sync::check(deque.empty(), "nothing can be taken, yet it is not empty");
        for (std::size_t rank = 0; rank < pushes; ++rank) {
            int times = popped[rank];
            for (const auto& each : stolen) times += each[rank];
            Sync::check(times >= 1, "a task was lost");
            Sync::check(times <= 1, "a task was taken twice");
        }
    }

    void invariant() {}

private:
    void act(owner what) {
        if (what == owner::pushes) {
            task& next = tasks[static_cast<std::size_t>(pushed)];
            next.rank = pushed++;
            deque.push(&next);
        } else if (const auto found = deque.try_pop()) {
            take(*found);
        } else {
            gone = pushed;
        }
    }

    void take(task* found) {
        const int rank = found->rank;
        Sync::check(rank >= gone, "it was there when the owner found nothing");
        ++popped[static_cast<std::size_t>(rank)];
    }
};

/// The first thread says that it has pushed, and does no more: a thief who knows finds the task.
template <class Sync, template <class, class> class Deque>
struct certain_steal {
    static constexpr std::size_t threads = 2;

    Deque<Sync, int> deque;
    typename Sync::template atomic<int> has_pushed{0};

    void thread(std::size_t index) {
        if (index == 0) {
            deque.push(1);
            has_pushed.store(1, std::memory_order_release);
        } else {
            const bool is_there = has_pushed.load(std::memory_order_acquire) == 1;
            const auto found = deque.try_steal();
            Sync::check(found || !is_there, "a task is there, yet it was not found");
            Sync::check(!found || *found == 1, "not what was pushed");
        }
    }

    void after() {}

    void invariant() {}
};

/// A deque whose owner takes the last element as it does the others.
template <class Sync, class T>
class careless_deque {
public:
    void push(T value) {
        const int bottom = bottom_.load(std::memory_order_relaxed);
        items_[static_cast<std::size_t>(bottom)].store(value, std::memory_order_relaxed);
        bottom_.store(bottom + 1);
    }

    std::optional<T> try_pop() {
        const int bottom = bottom_.load(std::memory_order_relaxed) - 1;
        bottom_.store(bottom);
        if (top_.load() <= bottom) // the flaw: if they are the same, a thief may be at it
            return items_[static_cast<std::size_t>(bottom)].load(std::memory_order_relaxed);
        bottom_.store(bottom + 1);
        return std::nullopt;
    }

    std::optional<T> try_steal() {
        int top = top_.load();
        if (top >= bottom_.load()) return std::nullopt;
        const T found = items_[static_cast<std::size_t>(top)].load(std::memory_order_relaxed);
        if (!top_.compare_exchange_strong(top, top + 1)) return std::nullopt;
        return found;
    }

    [[nodiscard]] bool empty() const { return top_.load() >= bottom_.load(); }

private:
    std::array<typename Sync::template atomic<T>, 4> items_{};
    typename Sync::template atomic<int> top_{0};
    typename Sync::template atomic<int> bottom_{0};
};

} // namespace heddle::models
