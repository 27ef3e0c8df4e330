// Check and act in one critical section: whoever finds the resource open takes it out, and is the
// only one to free it.
//
// Flawed twin: close_twice.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>
#include <utility>

static const heddle::scenario close_once{
    .name = "classic/close_once",
    .expect = heddle::verdict::correct,
    .story = "Two threads close a resource; the one who takes it out frees it.",
    .body = [] {
        std::mutex mutex;
        int* resource = new int(1);
        auto close = [&] {
            int* opened = nullptr;
            {
                const std::lock_guard lock(mutex);
                opened = std::exchange(resource, nullptr);
            }
            delete opened;
        };
        std::thread first(close);
        std::thread second(close);
        first.join();
        second.join();
    }};
