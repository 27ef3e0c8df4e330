// One put, one take. "broken": the put does not release what it wrote.
#include "queue.hpp"

#include <thread>

int main(int argc, char**) {
    queue q(argc == 1 ? std::memory_order_release : std::memory_order_relaxed);
    int value = 42;
    std::thread producer([&] { q.put(42); });
    std::thread consumer([&] { q.take(value); });
    producer.join();
    consumer.join();
    return value == 42 ? 0 : 1;
}
