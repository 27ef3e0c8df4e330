// The owner of a recursive_timed_mutex may lock it again, and must unlock it as often: another one
// gets it then, or its time is up. "once": it is unlocked once too little, and kept.
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>

int main(int argc, char**) {
    using namespace std::chrono_literals;
    bool const once = argc > 1;
    std::recursive_timed_mutex mutex;
    int value = 0;
    std::thread owner([&] {
        mutex.lock();
        assert(mutex.try_lock() && mutex.try_lock_for(1s));
        value = 1;
        mutex.unlock();
        mutex.unlock();
        if (!once) mutex.unlock();
    });
    if (mutex.try_lock_until(std::chrono::steady_clock::now() + 1s)) {
        assert(value == 0 || value == 1);
        mutex.unlock();
    }
    owner.join();
    mutex.lock(); // BUG
    assert(value == 1);
    mutex.unlock();
}
