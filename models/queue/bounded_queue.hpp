#pragma once

/// Bounded programs over basic_bounded_queue, or anything that is used like it. The items are plain
/// shared data, so that it shows when one is put and got without an order.

#include "models/deadline.hpp"
#include "primitives/queue/bounded_queue.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace heddle::models {

template <class Sync>
using number = typename Sync::template var<int>;

/// One thread puts 1, 2, …, another gets as many: in their order.
template <class Sync, template <class, class> class Queue, std::size_t Capacity = 1, int Items = 2>
struct passing {
    static constexpr std::size_t threads = 2;

    Queue<Sync, number<Sync>> queue{Capacity};

    void thread(std::size_t index) {
        for (int i = 1; i <= Items; ++i) {
            if (index == 0)
                queue.put(number<Sync>(i));
            else
                Sync::check(queue.get() == i, "the items came in another order");
        }
    }

    void after() { Sync::check(queue.size() == 0, "an item is left"); }

    void invariant() {}
};

/// Some threads put a bit each, as many others get one each: every bit comes once.
template <class Sync, template <class, class> class Queue, std::size_t Producers,
          std::size_t Consumers>
struct sharing {
    static constexpr std::size_t threads = Producers + Consumers;

    Queue<Sync, number<Sync>> queue{1};
    typename Sync::template atomic<int> got{0};

    void thread(std::size_t index) {
        if (index < Producers) {
            for (std::size_t i = index; i < most(); i += Producers) queue.put(number<Sync>(1 << i));
        } else {
            for (std::size_t i = index - Producers; i < most(); i += Consumers)
                got.fetch_add(queue.get(), std::memory_order_relaxed);
        }
    }

    void after() {
        Sync::check(got.load(std::memory_order_relaxed) == (1 << most()) - 1,
                    "an item was lost, or came twice");
    }

    void invariant() {}

private:
    static constexpr std::size_t most() { return std::max(Producers, Consumers); }
};

/// One thread puts what there is room for, and closes; others get until the end.
template <class Sync, template <class, class> class Queue, std::size_t Consumers = 1>
struct closing {
    static constexpr std::size_t threads = 1 + Consumers;

    Queue<Sync, number<Sync>> queue{1};
    typename Sync::template atomic<int> got{0};

    void thread(std::size_t index) {
        if (index == 0) {
            queue.put(number<Sync>(1));
            queue.close();
        } else {
            while (const auto item = queue.next()) got.fetch_add(*item, std::memory_order_relaxed);
        }
    }

    void after() {
        Sync::check(got.load(std::memory_order_relaxed) == 1, "the item was lost, or came twice");
        Sync::check(queue.is_closed(), "it was closed");
    }

    void invariant() {}
};

/// Threads wait for all that one can wait for, room, an item, and that all is done, in two queues
/// of which one is full: to close them and drop what is there lets all of them go.
template <class Sync, template <class, class> class Queue>
struct closing_now {
    static constexpr std::size_t threads = 4;

    Queue<Sync, number<Sync>> full{1};
    Queue<Sync, number<Sync>> empty{1};

    closing_now() { full.put(number<Sync>(1)); }

    void thread(std::size_t index) {
        switch (index) {
        case 0:
            full.close_now();
            empty.close_now();
            break;
        case 1:
            Sync::check(is_closed_for([&] { full.put(number<Sync>(2)); }), "it was full");
            break;
        case 2: Sync::check(!empty.next(), "it was empty"); break;
        default: full.join(); break;
        }
    }

    void after() {
        Sync::check(full.size() == 0, "the item was to be dropped");
        Sync::check(is_closed_for([&] { (void)full.try_get(); }), "nothing will ever come");
    }

    void invariant() {}

private:
    template <class Operation>
    static bool is_closed_for(Operation operation) {
        bool is_closed = false;
        try {
            operation();
        } catch (const queue::queue_closed&) {
            is_closed = true;
        }
        return is_closed;
    }
};

/// One thread waits for room, or for an item, and so does another that may give up at any time:
/// either it had what it waited for, or it is as if it had never asked. A third one sees to both.
template <class Sync, template <class, class> class Queue, bool ToPut>
struct giving_up_queueing {
    static constexpr std::size_t threads = 3;

    Queue<Sync, number<Sync>> queue{1};
    std::array<number<Sync>, threads> in{};
    std::array<number<Sync>, threads> out{};

    giving_up_queueing() {
        if (ToPut) queue.put(number<Sync>(1));
    }

    void thread(std::size_t index) {
        switch (index) {
        case 0:
            for (int i = 0; i < 2; ++i) {
                if (ToPut)
                    out[0] += queue.get();
                else
                    queue.put(number<Sync>(1 + i));
            }
            break;
        case 1:
            if (ToPut)
                queue.put(number<Sync>(2));
            else
                out[1] = queue.get();
            break;
        default:
            if (!ToPut) {
                if (const auto item = queue.get_for(std::chrono::milliseconds(1))) out[2] = *item;
            } else if (queue.put_for(number<Sync>(4), std::chrono::milliseconds(1))) {
                in[2] = 4;
            }
        }
    }

    void after() {
        int sum = out[0] + out[1] + out[2];
        while (const auto item = queue.try_get()) sum += *item;
        Sync::check(sum == 3 + in[2], "an item was lost, or came twice");
    }

    void invariant() {}
};

/// As before, with one other thread, and by the clock.
template <class Sync, template <class, class> class Queue, bool ToPut>
struct giving_up_queueing_at {
    static constexpr std::size_t threads = 2;

    Queue<Sync, number<Sync>> queue{1};
    number<Sync> put{1};
    number<Sync> got{0};

    giving_up_queueing_at() {
        if (ToPut) queue.put(number<Sync>(1));
    }

    void thread(std::size_t index) {
        if (index == 0) {
            if (ToPut)
                got += queue.get();
            else
                queue.put(number<Sync>(1));
        } else if (!ToPut) {
            if (const auto item = queue.get_until(soon<Sync>())) got += *item;
        } else if (queue.put_until(number<Sync>(2), soon<Sync>())) {
            put += 2;
        }
    }

    void after() {
        int sum = got;
        while (const auto item = queue.try_get()) sum += *item;
        Sync::check(sum == put, "an item was lost, or came twice");
    }

    void invariant() {}
};

/// Nobody blocks: what fails can be explained by what has been done.
template <class Sync, template <class, class> class Queue>
struct trying_to_queue {
    static constexpr std::size_t threads = 3;

    Queue<Sync, number<Sync>> queue{1};
    std::array<number<Sync>, 3> result{};

    void thread(std::size_t index) {
        if (index < 2) {
            result[index] = queue.try_put(number<Sync>(1 + static_cast<int>(index))) ? 1 : 0;
        } else {
            const auto item = queue.try_get();
            result[2] = item ? static_cast<int>(*item) : 0;
        }
    }

    void after() {
        Sync::check(result[0] + result[1] >= 1, "there was room, and both failed");
        const auto left = queue.try_get();
        Sync::check(result[0] + result[1] == (result[2] != 0) + left.has_value(),
                    "an item was lost, or came twice");
        if (left) Sync::check(*left != result[2], "an item came twice");
        Sync::check(queue.empty() && !queue.full(), "something is left");
    }

    void invariant() {}
};

/// Two threads try to get the only item, and a third one counts the items meanwhile.
template <class Sync, template <class, class> class Queue>
struct taking_the_last {
    static constexpr std::size_t threads = 3;

    Queue<Sync, number<Sync>> queue{1};
    std::array<number<Sync>, 2> got{};

    taking_the_last() { queue.put(number<Sync>(1)); }

    void thread(std::size_t index) {
        if (index == 2)
            Sync::check(queue.size() <= 1, "there are more items than were put");
        else if (const auto item = queue.try_get())
            got[index] = *item;
    }

    void after() { Sync::check(got[0] + got[1] == 1, "the item was lost, or came twice"); }

    void invariant() {}
};

/// A thread deals with an item and says so; another one waits for that, and sees what it did.
template <class Sync, template <class, class> class Queue>
struct joining {
    static constexpr std::size_t threads = 3;

    Queue<Sync, number<Sync>> queue{1};
    number<Sync> done{0};

    joining() { queue.put(number<Sync>(1)); }

    void thread(std::size_t index) {
        if (index == 0) {
            done = queue.get();
            queue.task_done();
        } else {
            queue.join();
            Sync::check(done == 1, "it was not done");
        }
    }

    void after() { queue.join(); }

    void invariant() {}
};

/// A thread waits until deadlines, which may pass at any time, for another one to be done with an
/// item.
template <class Sync, template <class, class> class Queue>
struct giving_up_joining {
    static constexpr std::size_t threads = 2;

    Queue<Sync, number<Sync>> queue{1};
    number<Sync> done{0};

    giving_up_joining() { queue.put(number<Sync>(1)); }

    void thread(std::size_t index) {
        if (index == 0) {
            done = queue.get();
            queue.task_done();
        } else if (queue.join_for(std::chrono::milliseconds(1)) || queue.join_until(soon<Sync>())) {
            Sync::check(done == 1, "it was not done");
        }
    }

    void after() { Sync::check(queue.join_for(std::chrono::milliseconds(0)), "all is done"); }

    void invariant() {}
};

/// Who has got the last item, or knows that all is done, destroys the queue: the one that put it,
/// or was done with it, no longer needs it.
template <class Sync, template <class, class> class Queue, bool Joins = false>
struct destroying_a_queue {
    static constexpr std::size_t threads = 2;

    std::unique_ptr<Queue<Sync, number<Sync>>> queue =
        std::make_unique<Queue<Sync, number<Sync>>>(1);

    destroying_a_queue() {
        if constexpr (Joins) queue->put(number<Sync>(1));
    }

    void thread(std::size_t index) {
        if constexpr (Joins) {
            if (index == 0) {
                queue->join();
                queue.reset();
            } else {
                static_cast<void>(queue->get());
                queue->task_done();
            }
        } else if (index == 0) {
            Sync::check(queue->get() == 1, "it is another item");
            queue.reset();
        } else {
            queue->put(number<Sync>(1));
        }
    }

    void after() {}

    void invariant() {}
};

/// Two threads wait for room; a third one makes as much.
template <class Sync, template <class, class> class Queue>
struct growing {
    static constexpr std::size_t threads = 3;

    Queue<Sync, number<Sync>> queue{1};

    growing() { queue.put(number<Sync>(0)); }

    void thread(std::size_t index) {
        if (index == 0)
            queue.set_capacity(3);
        else
            queue.put(number<Sync>(static_cast<int>(index)));
    }

    void after() {
        Sync::check(queue.size() == 3 && queue.full(), "an item was lost");
        Sync::check(queue.capacity() == 3, "it has not grown");
        queue.set_capacity(1);
        Sync::check(queue.get() == 0, "the first came first");
        Sync::check(!queue.try_put(number<Sync>(3)), "it is over-full");
        Sync::check(queue.get() + queue.get() == 3, "an item was lost");
    }

    void invariant() {}
};

/// Items that count together how often they are moved: one of the times cannot be.
template <class Sync>
struct reluctant {
    number<Sync>* moves_until_refusal; // null: can always be moved

    explicit reluctant(number<Sync>* moves) : moves_until_refusal(moves) {}

    reluctant(reluctant&& other) : moves_until_refusal(other.moves_until_refusal) {
        if (moves_until_refusal == nullptr) return;
        *moves_until_refusal = *moves_until_refusal - 1;
        if (*moves_until_refusal == 0) throw 1;
    }
};

/// Two threads wait for room, or for an item, and a third one sees to it. What the first of them
/// moves cannot be moved: neither the item is lost nor the room, and the other one goes on.
template <class Sync, template <class, class> class Queue, bool ToPut>
struct failing_to_move {
    static constexpr std::size_t threads = 3;

    number<Sync> moves_until_refusal{ToPut ? 1 : 2}; // 1 is when the item is put, then
    Queue<Sync, reluctant<Sync>> queue{1};
    std::array<number<Sync>, threads> failed{};

    failing_to_move() {
        if (ToPut) queue.put(reluctant<Sync>(nullptr));
    }

    void thread(std::size_t index) {
        reluctant<Sync> item(&moves_until_refusal);
        try {
            if ((index == 0) == ToPut)
                (void)queue.get();
            else
                queue.put(std::move(item));
        } catch (int) {
            failed[index] = 1;
        }
    }

    void after() {
        Sync::check(failed[1] + failed[2] == 1, "one has failed, and no more");
        Sync::check(queue.size() == (ToPut ? 1 : 0), "an item was lost");
    }

    void invariant() {}
};

} // namespace heddle::models
