// A recursive lock belongs to the thread that took it. One that releases another's lock gets an
// exception, as Python's RLock has it; nobody handles it here.
//
// Corrected twin: recursive_lock.

#include "primitives/sync/recursive_mutex.hpp"

#include <heddle/scenario.hpp>

#include <thread>

static const heddle::scenario recursive_lock_foreign_release_scenario{
    .name = "article/recursive_lock_foreign_release",
    .expect = heddle::verdict::uncaught_exception,
    .story = "A thread releases the recursive lock that another one holds.",
    .body = [] {
        heddle::sync::recursive_mutex mutex;
        mutex.lock();
        std::thread other([&] { mutex.unlock(); });
        other.join();
        mutex.unlock();
    }};
