// The installed primitives, in a program of somebody else's.
#include <primitives/sync/mutex.hpp>

#include <cassert>
#include <mutex>
#include <thread>

int main() {
    heddle::sync::mutex mutex;
    int counter = 0;
    auto const add = [&] {
        std::lock_guard const held(mutex);
        ++counter;
    };
    std::thread other(add);
    add();
    other.join();
    assert(counter == 2);
}
