// A mutex is given up by a thread that never took it. Python's Lock allows that and its RLock
// reports an error; for std::mutex it is undefined behaviour ([thread.mutex.requirements.mutex]),
// and it mostly seems to work.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario unlock_by_other_thread{
    .name = "classic/unlock_by_other_thread",
    .expect = heddle::verdict::lock_misuse,
    .story = "A thread unlocks a mutex that another has locked.",
    .body = [] {
        std::mutex mutex;
        mutex.lock();
        std::thread other([&] { mutex.unlock(); });
        other.join();
    }};
