// A recursive mutex is free after as many unlocks as locks.
#include <mutex>
#include <thread>

int main() {
    std::recursive_mutex mutex;
    int counter = 0;
    auto const add = [&] {
        mutex.lock();
        mutex.lock();
        ++counter;
        mutex.unlock();
        ++counter;
        mutex.unlock();
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
}
