// An exception leaves a thread's function, which ends the program: it cannot reach the one who
// joins, as it would through a future. The article's worker that fails for one input out of many is
// such a thread.
//
// Corrected twin: exception_carried_over.

#include <heddle/scenario.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

static const heddle::scenario exception_leaves_thread{
    .name = "classic/exception_leaves_thread",
    .expect = heddle::verdict::uncaught_exception,
    .story = "A worker throws when it comes second; nobody catches.",
    .body = [] {
        std::atomic<int> arrivals{0};
        auto work = [&] {
            if (arrivals.fetch_add(1) == 1) {
                throw std::runtime_error("second");
            }
        };
        std::thread first(work);
        std::thread second(work);
        first.join();
        second.join();
    }};
