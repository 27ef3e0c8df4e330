// A scoped_lock of two mutexes, in the same order in both threads. "other": a thread locks one that
// the other thread does not.
//
// Four executions: either thread is first, and the other one, which has got the first mutex, finds
// the second one free or has to back off, since a scoped_lock unlocks one mutex after the other.
#include <cassert>
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const other = argc > 1;
    std::mutex first;
    std::mutex second;
    int from = 1;
    int to = 0;
    std::thread mover([&] {
        std::scoped_lock const both(first, second);
        to += from; // BUG
        from = 0;
    });
    if (other) {
        std::mutex third;
        std::scoped_lock const held(third);
        ++to; // BUG
    } else {
        std::scoped_lock const both(first, second);
        ++to;
    }
    mover.join();
    assert(from == 0 && to == 2);
}
