// A queue of one element, for one producer and one consumer.
#pragma once

#include <atomic>

class queue {
public:
    explicit queue(std::memory_order publish) : publish_(publish) {}

    void put(int value) {
        value_ = value;
        full_.store(true, publish_);
    }

    bool take(int& value) {
        if (!full_.load(std::memory_order_acquire)) return false;
        value = value_;
        return true;
    }

private:
    std::memory_order publish_;
    std::atomic<bool> full_ = false;
    int value_ = 0;
};
