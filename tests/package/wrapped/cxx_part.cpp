#include "counting.h"

#include <mutex>
#include <thread>

int count(bool locked) {
    int counter = 0;
    std::mutex mutex;
    auto const add = [&] {
        std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
        if (locked) lock.lock();
        add_one(&counter);
    };
    std::thread first(add);
    std::thread second(add);
    first.join();
    second.join();
    return counter;
}
