#pragma once

/// Bounded programs over queues, of whatever kind, and what must be true of all of them.
///
/// A queue is made by `make()` of a model's `Queue`, or by its default constructor; it has
/// try_push or push, and try_pop.

#include "models/queue/item.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace heddle::models {

/// `Ring<Sync, T>` with room for `Capacity` elements.
template <template <class, class> class Ring, std::size_t Capacity>
struct bounded {
    template <class Sync, class T>
    struct queue : Ring<Sync, T> {
        queue() : Ring<Sync, T>(Capacity) {}
    };
};

/// @return whether there was room, as there always is where nothing else is said
template <class Queue, class T>
bool offer(Queue& queue, T&& value) {
    if constexpr (requires { queue.try_push(static_cast<T&&>(value)); }) {
        return queue.try_push(static_cast<T&&>(value));
    } else {
        queue.push(static_cast<T&&>(value));
        return true;
    }
}

/// As `offer`, an element that is made in its place where the queue can do that.
template <class Sync, class Queue>
bool offer_number(Queue& queue, int number) {
    if constexpr (requires { queue.try_emplace(number); }) {
        return queue.try_emplace(number);
    } else if constexpr (requires { queue.emplace(number); }) {
        queue.emplace(number);
        return true;
    } else {
        return offer(queue, item<Sync>(number));
    }
}

/// Threads push numbers, others pop as often as `Pops` says. Each element that was pushed is popped
/// once, then or when all are done; and what is popped comes in the order in which each producer
/// pushed it, if `InOrder`.
template <class Sync, template <class, class> class Queue, std::size_t Producers, int Pushes,
          std::size_t Consumers, int Pops, bool InOrder = true>
struct conservation {
    static constexpr std::size_t threads = Producers + Consumers;
    static constexpr int most = static_cast<int>(Producers) * Pushes;

    Queue<Sync, item<Sync>> queue;
    std::array<int, Producers> pushed{}; // 1, 2, …: how many found room
    std::array<std::array<int, Pops>, Consumers> popped{};

    void thread(std::size_t index) {
        if (index < Producers) {
            // A number that finds no room is offered again next time, so that there are no gaps.
            int& next = pushed[index];
            for (int i = 0; i < Pushes; ++i) {
                if (offer(queue, item<Sync>(number(index, next)))) ++next;
            }
        } else {
            for (int& each : popped[index - Producers]) {
                if (const auto found = queue.try_pop()) each = found->number();
            }
        }
    }

    void after() {
        std::array<std::array<bool, Pushes>, Producers> seen{};
        std::array<int, Producers> left{}; // what was left of each producer's comes in order, too
        const auto see = [&](int value, std::array<int, Producers>& last) {
            const auto producer = static_cast<std::size_t>(value) / stride - 1;
            Sync::check(value >= static_cast<int>(stride) && producer < Producers,
                        "what was popped was never pushed");
            const auto rank = static_cast<int>(value % static_cast<int>(stride));
            Sync::check(rank < pushed[producer], "what was popped was never pushed");
            Sync::check(!seen[producer][static_cast<std::size_t>(rank)], "popped twice");
            seen[producer][static_cast<std::size_t>(rank)] = true;
            Sync::check(!InOrder || last[producer] <= rank, "one that came later left earlier");
            last[producer] = rank;
        };
        for (const auto& each : popped) {
            std::array<int, Producers> last{};
            for (const int value : each) {
                if (value != 0) see(value, last);
            }
            for (std::size_t p = 0; p < Producers; ++p) {
                if (last[p] > left[p]) left[p] = last[p];
            }
        }
        while (const auto found = queue.try_pop()) see(found->number(), left);
        for (std::size_t p = 0; p < Producers; ++p) {
            for (int rank = 0; rank < pushed[p]; ++rank) {
                Sync::check(seen[p][static_cast<std::size_t>(rank)], "an element was lost");
            }
        }
        Sync::check(offer(queue, item<Sync>(1)), "the queue is empty, yet there is no room");
        const auto last = queue.try_pop();
        Sync::check(last && last->number() == 1, "an element is there, yet it cannot be popped");
    }

    void invariant() {}

private:
    static constexpr std::size_t stride = 10; // the first producer's are 10, 11, …

    static int number(std::size_t producer, int rank) {
        return static_cast<int>((producer + 1) * stride) + rank;
    }
};

/// A push must be seen by a pop that it happens before, and room by a push. One thread says that it
/// has pushed, another that it has popped, by flags.
template <class Sync, template <class, class> class Queue, bool IsBounded>
struct explained_failures {
    static constexpr std::size_t threads = 2;

    Queue<Sync, item<Sync>> queue; // with room for one, if bounded
    typename Sync::template atomic<int> has_pushed{0};
    typename Sync::template atomic<int> has_popped{0};

    void thread(std::size_t index) {
        if (index == 0) {
            Sync::check(offer_number<Sync>(queue, 1), "the queue is empty, yet there is no room");
            has_pushed.store(1, std::memory_order_release);
            if constexpr (IsBounded) {
                const bool has_room = has_popped.load(std::memory_order_acquire) == 1;
                const bool found_room = offer_number<Sync>(queue, 2);
                Sync::check(found_room || !has_room, "there is room, yet it was not found");
            }
        } else {
            const bool is_there = has_pushed.load(std::memory_order_acquire) == 1;
            const auto found = queue.try_pop();
            Sync::check(found || !is_there, "an element is there, yet it was not found");
            if (found) {
                Sync::check(found->number() == 1, "not the first");
                has_popped.store(1, std::memory_order_release);
            }
        }
    }

    void after() {
        while (queue.try_pop()) {
        }
        if constexpr (requires { queue.capacity(); })
            Sync::check(queue.capacity() == 1, "there is room for others than it was made for");
    }

    void invariant() {}
};

} // namespace heddle::models
