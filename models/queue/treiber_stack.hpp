#pragma once

/// Bounded programs over basic_treiber_stack, and a stack with a flaw.

#include "models/queue/hazards.hpp"
#include "models/queue/item.hpp"
#include "primitives/queue/treiber_stack.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <utility>

namespace heddle::models {

template <class Sync, class T>
using eager_stack = queue::basic_treiber_stack<Sync, T, eager_hazards>;

/// Elements that are there, which threads pop, while one of them pushes again what it popped.
template <class Sync, template <class, class> class Stack, std::size_t Threads, int Elements>
struct popping {
    static constexpr std::size_t threads = Threads;

    Stack<Sync, item<Sync>> stack;
    std::array<int, Threads> popped{};

    popping() {
        for (int i = 1; i <= Elements; ++i) stack.push(item<Sync>(i));
    }

    void thread(std::size_t index) {
        if (index == 0) {
            auto first = stack.try_pop();
            const auto second = stack.try_pop();
            if (second) popped[0] = second->number();
            if (first) stack.push(std::move(*first));
        } else if (const auto found = stack.try_pop()) {
            popped[index] = found->number();
        }
    }

    void after() {
        std::array<int, Elements + 1> times{};
        for (const int each : popped) ++times[static_cast<std::size_t>(each)];
        while (const auto found = stack.try_pop())
            ++times[static_cast<std::size_t>(found->number())];
        for (std::size_t i = 1; i < times.size(); ++i) {
            Sync::check(times[i] >= 1, "an element was lost");
            Sync::check(times[i] <= 1, "an element was popped twice");
        }
    }

    void invariant() {}
};

/// Elements that are there, of which each thread pops one.
template <class Sync, template <class, class> class Queue, std::size_t Threads, int Elements>
struct racing_pops {
    static constexpr std::size_t threads = Threads;

    Queue<Sync, item<Sync>> queue;
    std::array<int, Threads> popped{};

    racing_pops() {
        for (int i = 1; i <= Elements; ++i) queue.push(item<Sync>(i));
    }

    void thread(std::size_t index) {
        if (const auto found = queue.try_pop()) popped[index] = found->number();
    }

    void after() {
        std::array<int, Elements + 1> times{};
        for (const int each : popped) ++times[static_cast<std::size_t>(each)];
        Sync::check(times[0] ==
                        static_cast<int>(Threads) - std::min(Elements, static_cast<int>(Threads)),
                    "a pop found nothing, or something that was not there");
        while (const auto found = queue.try_pop())
            ++times[static_cast<std::size_t>(found->number())];
        for (std::size_t i = 1; i < times.size(); ++i)
            Sync::check(times[i] == 1, "an element was lost, or popped twice");
    }

    void invariant() {}
};

/// What one thread pushes after another one's push it pops before that: last in, first out.
template <class Sync, template <class, class> class Stack>
struct youngest_first {
    static constexpr std::size_t threads = 2;

    Stack<Sync, item<Sync>> stack;
    std::array<int, 2> popped{};

    void thread(std::size_t index) {
        if (index == 0) {
            stack.push(item<Sync>(1));
            stack.push(item<Sync>(2));
        } else {
            for (int& each : popped) {
                if (const auto found = stack.try_pop()) each = found->number();
            }
        }
    }

    void after() {
        // Of an only popper: 2 leaves before 1, unless 1 left before 2 came; then it is the first.
        Sync::check(popped[0] != 2 || popped[1] == 1, "what is below the youngest was not found");
        const auto left = stack.try_pop();
        const bool is_youngest = !left || left->number() == 2 || popped[0] + popped[1] == 2;
        Sync::check(is_youngest, "the youngest left first");
        while (stack.try_pop()) {
        }
    }

    void invariant() {}
};

/// Nodes that are pushed again as soon as they are popped, without hazards: between a thread's look
/// at the head and its exchange, the head may become another one and the same again.
template <class Sync>
struct recycling {
    static constexpr std::size_t threads = 2;

    struct node {
        typename Sync::template atomic<node*> next{nullptr};
    };

    std::array<node, 3> nodes;
    typename Sync::template atomic<node*> head{nullptr};
    std::array<node*, 2> taken{};

    recycling() {
        for (node& each : nodes) push(&each);
    }

    void thread(std::size_t index) {
        if (index == 0) {
            node* const first = pop();
            taken[0] = pop();
            if (first != nullptr) push(first); // the flaw: somebody may still be about to pop it
        } else {
            taken[1] = pop();
        }
    }

    void after() {
        std::array<int, 3> times{};
        for (node* each : taken) count(each, times);
        while (node* const each = pop()) count(each, times);
        for (const int each : times) Sync::check(each == 1, "an element was lost, or popped twice");
    }

    void invariant() {}

private:
    void count(node* found, std::array<int, 3>& times) {
        if (found != nullptr) ++times[static_cast<std::size_t>(found - nodes.data())];
    }

    void push(node* mine) {
        node* top = head.load();
        do mine->next.store(top);
        while (!head.compare_exchange_strong(top, mine));
    }

    node* pop() {
        node* top = head.load();
        while (top != nullptr && !head.compare_exchange_strong(top, top->next.load())) {
        }
        return top;
    }
};

} // namespace heddle::models
