// Programs that use concurrent data structures. Nodes come from arrays and are not used again, so
// that neither reclamation nor ABA is part of what is measured.
#pragma once

#include "platform.hpp"
#include "programs/orders.hpp"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace heddle::bench {

/// How often each of `count` things was taken out. Two threads that take the same one race.
template <std::size_t count>
struct taken {
    std::array<platform::plain<int>, count> times{};

    void take(std::size_t which) { ++times[which]; }

    void check_each_at_most_once() const {
        for (auto const& each : times) {
            platform::check(each <= 1);
        }
    }

    [[nodiscard]] std::size_t total() const {
        std::size_t sum = 0;
        for (auto const& each : times) {
            sum += static_cast<std::size_t>(static_cast<int>(each));
        }
        return sum;
    }
};

/// Treiber's stack. Each thread pushes and pops in turn.
template <std::size_t count, std::size_t rounds>
struct treiber_stack {
    static constexpr std::size_t threads = count;

    struct node {
        platform::plain<node*> next{nullptr};
        std::size_t name = 0;
    };

    std::array<node, count * rounds> nodes;
    platform::atomic<node*> top{nullptr};
    taken<count * rounds> popped;

    void thread(std::size_t i) {
        for (std::size_t round = 0; round != rounds; ++round) {
            std::size_t const name = i * rounds + round;
            nodes[name].name = name;
            push(nodes[name]);
            // Nobody pops without having pushed: there is one.
            popped.take(pop()->name);
        }
    }

    void finish() {
        popped.check_each_at_most_once();
        platform::check(popped.total() == count * rounds);
        platform::check(top.load(relaxed) == nullptr);
    }

private:
    void push(node& one) {
        node* expected = top.load(relaxed);
        do {
            one.next = expected;
        } while (!top.compare_exchange_strong(expected, &one, release, relaxed));
    }

    node* pop() {
        node* expected = top.load(acquire);
        for (;;) {
            platform::check(expected != nullptr);
            if (top.compare_exchange_strong(expected, expected->next, acquire, acquire)) {
                return expected;
            }
        }
    }
};

/// The queue of Michael and Scott (PODC 1996), without the re-reads that guard against reuse.
template <std::size_t producers, std::size_t consumers, std::size_t rounds>
struct ms_queue {
    static constexpr std::size_t threads = producers + consumers;
    static constexpr std::size_t capacity = producers * rounds;

    struct node {
        platform::atomic<node*> next{nullptr};
        platform::plain<std::size_t> name{0};
    };

    std::array<node, capacity + 1> nodes; ///< The last one is the dummy.
    platform::atomic<node*> head{&nodes[capacity]};
    platform::atomic<node*> tail{&nodes[capacity]};
    taken<capacity> dequeued;

    void thread(std::size_t i) {
        for (std::size_t round = 0; round != rounds; ++round) {
            if (i < producers) {
                std::size_t const name = i * rounds + round;
                nodes[name].name = name;
                enqueue(nodes[name]);
            } else if (node* const one = dequeue(); one != nullptr) {
                dequeued.take(one->name);
            }
        }
    }

    void finish() {
        while (node* const one = dequeue()) {
            dequeued.take(one->name);
        }
        dequeued.check_each_at_most_once();
        platform::check(dequeued.total() == capacity);
    }

private:
    void enqueue(node& one) {
        for (;;) {
            node* last = tail.load(acquire);
            node* next = last->next.load(acquire);
            if (next != nullptr) {
                tail.compare_exchange_strong(last, next, release, relaxed);
            } else if (last->next.compare_exchange_strong(next, &one, release, relaxed)) {
                tail.compare_exchange_strong(last, &one, release, relaxed);
                return;
            }
        }
    }

    /// nullptr when the queue is empty. Returns the new dummy, whose value is the one taken out.
    node* dequeue() {
        for (;;) {
            node* first = head.load(acquire);
            node* last = tail.load(acquire);
            node* const next = first->next.load(acquire);
            if (next == nullptr) {
                return nullptr;
            }
            if (first == last) {
                tail.compare_exchange_strong(last, next, release, relaxed);
            } else if (head.compare_exchange_strong(first, next, acq_rel, relaxed)) {
                return next;
            }
        }
    }
};

/// The work-stealing deque of Chase and Lev, with the fences of Lê, Pop, Cohen and Zappa Nardelli
/// (PPoPP 2013). The owner pushes all, then takes; each thief tries once for each round.
template <std::size_t pushes, std::size_t takes, std::size_t thieves, std::size_t rounds>
struct chase_lev_deque {
    static constexpr std::size_t threads = thieves + 1;
    std::array<platform::atomic<int>, pushes> buffer{};
    platform::atomic<int> top{0};
    platform::atomic<int> bottom{0};
    taken<pushes> out;

    void thread(std::size_t i) {
        if (i == 0) {
            for (std::size_t each = 0; each != pushes; ++each) {
                push(static_cast<int>(each));
            }
            for (std::size_t each = 0; each != takes; ++each) {
                note(take());
            }
        } else {
            for (std::size_t each = 0; each != rounds; ++each) {
                note(steal());
            }
        }
    }

    void finish() {
        out.check_each_at_most_once();
        auto const left = bottom.load(relaxed) - top.load(relaxed);
        platform::check(out.total() + static_cast<std::size_t>(left) == pushes);
    }

private:
    static constexpr int nothing = -1;

    void note(int value) {
        if (value != nothing) {
            out.take(static_cast<std::size_t>(value));
        }
    }

    platform::atomic<int>& slot(int index) { return buffer[static_cast<std::size_t>(index)]; }

    void push(int value) {
        int const last = bottom.load(relaxed);
        slot(last).store(value, relaxed);
        platform::fence(release);
        bottom.store(last + 1, relaxed);
    }

    int take() {
        int const last = bottom.load(relaxed) - 1;
        bottom.store(last, relaxed);
        platform::fence(seq_cst);
        int first = top.load(relaxed);
        if (first > last) {
            bottom.store(last + 1, relaxed);
            return nothing;
        }
        int value = slot(last).load(relaxed);
        if (first == last) {
            // The last one: thieves may want it too.
            if (!top.compare_exchange_strong(first, first + 1, seq_cst, relaxed)) {
                value = nothing;
            }
            bottom.store(last + 1, relaxed);
        }
        return value;
    }

    int steal() {
        int first = top.load(acquire);
        platform::fence(seq_cst);
        int const last = bottom.load(acquire);
        if (first >= last) {
            return nothing;
        }
        int const value = slot(first).load(relaxed);
        return top.compare_exchange_strong(first, first + 1, seq_cst, relaxed) ? value : nothing;
    }
};

/// Vyukov's bounded queue for many producers and consumers: a ring of cells, each with a sequence
/// number that says whose turn it is. Nobody waits: full and empty are answers.
template <std::size_t capacity, std::size_t producers, std::size_t consumers, std::size_t rounds>
struct mpmc_ring {
    static constexpr std::size_t threads = producers + consumers;

    struct cell {
        platform::atomic<int> sequence{0};
        platform::plain<std::size_t> name{0};
    };

    std::array<cell, capacity> cells;
    platform::atomic<int> enqueue_position{0};
    platform::atomic<int> dequeue_position{0};
    std::array<platform::plain<std::size_t>, producers> put{};
    taken<producers * rounds> got;

    mpmc_ring() {
        for (std::size_t i = 0; i != capacity; ++i) {
            cells[i].sequence.store(static_cast<int>(i), relaxed);
        }
    }

    void thread(std::size_t i) {
        for (std::size_t round = 0; round != rounds; ++round) {
            if (i >= producers) {
                get();
            } else if (enqueue(i * rounds + round)) {
                ++put[i];
            }
        }
    }

    void finish() {
        while (get()) {
        }
        std::size_t all = 0;
        for (auto const& each : put) {
            all += each;
        }
        got.check_each_at_most_once();
        platform::check(got.total() == all);
    }

private:
    /// The cell of the position that this thread has claimed, whose sequence number is then
    /// position + offset; nullptr when it is too early for that.
    cell* claim(platform::atomic<int>& counter, int offset, int& position) {
        position = counter.load(relaxed);
        for (;;) {
            cell& candidate = cells[static_cast<std::size_t>(position) % capacity];
            int const difference = candidate.sequence.load(acquire) - (position + offset);
            if (difference < 0) {
                return nullptr;
            }
            if (difference > 0) {
                platform::spin();
                position = counter.load(relaxed);
            } else if (counter.compare_exchange_strong(position, position + 1, relaxed)) {
                return &candidate;
            }
        }
    }

    bool enqueue(std::size_t name) {
        int position = 0;
        cell* const claimed = claim(enqueue_position, 0, position);
        if (claimed == nullptr) {
            return false;
        }
        claimed->name = name;
        claimed->sequence.store(position + 1, release);
        return true;
    }

    bool get() {
        int position = 0;
        cell* const claimed = claim(dequeue_position, 1, position);
        if (claimed == nullptr) {
            return false;
        }
        got.take(claimed->name);
        claimed->sequence.store(position + static_cast<int>(capacity), release);
        return true;
    }
};

/// A bounded queue made of a mutex and two condition variables.
template <std::size_t capacity, std::size_t producers, std::size_t consumers, std::size_t rounds>
struct bounded_queue {
    static_assert(producers == consumers, "all that is put must be got");
    static constexpr std::size_t threads = producers + consumers;
    platform::mutex mutex;
    platform::condition_variable not_full;
    platform::condition_variable not_empty;
    std::array<platform::plain<std::size_t>, capacity> items{};
    platform::plain<std::size_t> put{0};
    platform::plain<std::size_t> got{0};
    taken<producers * rounds> out;

    void thread(std::size_t i) {
        for (std::size_t round = 0; round != rounds; ++round) {
            if (i < producers) {
                enqueue(i * rounds + round);
            } else {
                out.take(dequeue());
            }
        }
    }

    void finish() {
        out.check_each_at_most_once();
        platform::check(out.total() == producers * rounds);
    }

private:
    void enqueue(std::size_t name) {
        std::unique_lock lock{mutex};
        not_full.wait(lock, [&] { return put - got != capacity; });
        items[put % capacity] = name;
        ++put;
        not_empty.notify_one();
    }

    std::size_t dequeue() {
        std::unique_lock lock{mutex};
        not_empty.wait(lock, [&] { return put != got; });
        std::size_t const name = items[got % capacity];
        ++got;
        not_full.notify_one();
        return name;
    }
};

} // namespace heddle::bench
