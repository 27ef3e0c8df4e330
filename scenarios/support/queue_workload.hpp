#pragma once

#include <cassert>
#include <thread>

namespace heddle::scenarios {

/// What every bounded queue of the article is put through: one producer of the items 1 and 2, two
/// consumers of one item each. `Queue` has `void put(int)` and `int get()`. Asserts that each item
/// is taken exactly once.
template <typename Queue>
void run_queue_workload(Queue& queue) {
    int taken_by_first = 0;
    int taken_by_second = 0;
    std::thread first([&] { taken_by_first = queue.get(); });
    std::thread second([&] { taken_by_second = queue.get(); });
    std::thread producer([&] {
        queue.put(1);
        queue.put(2);
    });
    first.join();
    second.join();
    producer.join();
    assert((taken_by_first == 1 && taken_by_second == 2) ||
           (taken_by_first == 2 && taken_by_second == 1));
}

} // namespace heddle::scenarios
