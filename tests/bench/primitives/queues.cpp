// Queues and stacks. "pairs": each thread puts an item and takes one. "handover": one half of the
// threads puts, the other takes.
#include "bench/primitives/group.hpp"
#include "primitives/queue/bounded_queue.hpp"
#include "primitives/queue/michael_scott_queue.hpp"
#include "primitives/queue/mpmc_ring.hpp"
#include "primitives/queue/spsc_ring.hpp"
#include "primitives/queue/treiber_stack.hpp"

#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <boost/lockfree/stack.hpp>
#include <concurrentqueue/concurrentqueue.h>
#include <oneapi/tbb/concurrent_queue.h>

#include <cstddef>
#include <optional>
#include <thread>

namespace heddle::bench {

namespace {

constexpr std::size_t places = 1024;

/// `bool put(long)` and `bool take(long&)` for what calls them otherwise.
template <class Queue>
struct ours_is : Queue {
    using Queue::Queue;

    bool put(long value) { return this->try_push(value); }

    bool take(long& value) {
        const std::optional<long> taken = this->try_pop();
        if (taken) value = *taken;
        return taken.has_value();
    }
};

struct our_mpmc_ring : ours_is<queue::mpmc_ring<long>> {
    our_mpmc_ring() : ours_is<queue::mpmc_ring<long>>(places) {}
};

struct our_spsc_ring : ours_is<queue::spsc_ring<long>> {
    our_spsc_ring() : ours_is<queue::spsc_ring<long>>(places) {}
};

template <class Container>
struct our_list : Container {
    bool put(long value) {
        this->push(value);
        return true;
    }

    bool take(long& value) {
        const std::optional<long> taken = this->try_pop();
        if (taken) value = *taken;
        return taken.has_value();
    }
};

struct our_bounded_queue {
    bool put(long value) {
        items.put(value);
        return true;
    }

    bool take(long& value) {
        value = items.get();
        return true;
    }

    queue::bounded_queue<long> items{places};
};

struct tbb_bounded_queue : tbb::concurrent_bounded_queue<long> {
    tbb_bounded_queue() { set_capacity(places); }

    bool put(long value) {
        push(value);
        return true;
    }

    bool take(long& value) {
        pop(value);
        return true;
    }
};

struct tbb_queue : tbb::concurrent_queue<long> {
    bool put(long value) {
        push(value);
        return true;
    }

    bool take(long& value) { return try_pop(value); }
};

template <class Container>
struct boost_is : Container {
    boost_is() : Container(places) {}

    bool put(long value) { return this->push(value); }

    bool take(long& value) { return this->pop(value); }
};

struct moodycamel_queue : moodycamel::ConcurrentQueue<long> {
    bool put(long value) { return enqueue(value); }

    bool take(long& value) { return try_dequeue(value); }
};

template <class Queue>
void put_all(Queue& queue, long value) {
    while (!queue.put(value)) std::this_thread::yield();
}

template <class Queue>
long take_one(Queue& queue) {
    long value = 0;
    while (!queue.take(value)) std::this_thread::yield();
    return value;
}

template <class Queue>
void pairs(benchmark::State& state) {
    static Queue queue;
    for ([[maybe_unused]] auto iteration : state) {
        put_all(queue, 1);
        benchmark::DoNotOptimize(take_one(queue));
    }
    state.SetItemsProcessed(state.iterations());
}

template <class Queue>
void handover(benchmark::State& state) {
    static Queue queue;
    const bool puts = state.thread_index() % 2 == 0;
    for ([[maybe_unused]] auto iteration : state) {
        if (puts) {
            put_all(queue, 1);
        } else {
            benchmark::DoNotOptimize(take_one(queue));
        }
    }
    state.SetItemsProcessed(state.iterations());
}

template <class Queue>
void measure_both(const std::string& group, const std::string& type) {
    measure(group + " pairs", type, pairs<Queue>);
    measure(group + " handover", type, handover<Queue>, 2);
}

} // namespace

void measure_queues() {
    measure_both<our_bounded_queue>("bounded_queue", ours);
    measure_both<tbb_bounded_queue>("bounded_queue", "tbb");
    measure_both<our_mpmc_ring>("mpmc_ring", ours);
    measure_both<boost_is<boost::lockfree::queue<long>>>("mpmc_ring", "boost");
    measure_both<moodycamel_queue>("mpmc_ring", "moodycamel");
    measure("spsc_ring handover", ours, handover<our_spsc_ring>, 2, 2);
    measure("spsc_ring handover", "boost", handover<boost_is<boost::lockfree::spsc_queue<long>>>, 2,
            2);
    measure_both<our_list<queue::michael_scott_queue<long>>>("michael_scott_queue", ours);
    measure_both<boost_is<boost::lockfree::queue<long>>>("michael_scott_queue", "boost");
    measure_both<tbb_queue>("michael_scott_queue", "tbb");
    measure_both<our_list<queue::treiber_stack<long>>>("treiber_stack", ours);
    measure_both<boost_is<boost::lockfree::stack<long>>>("treiber_stack", "boost");
}

} // namespace heddle::bench
