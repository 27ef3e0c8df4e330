// A semaphore that looks whether there is a permit, and then takes one: two workers see the last
// one, and both take it.
//
// Corrected twin: semaphore.

#include "support/slots_workload.hpp"

#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

namespace {

class semaphore {
public:
    explicit semaphore(int permits) : permits_{permits} {}

    void acquire() {
        while (permits_.load() == 0) std::this_thread::yield();
        permits_.fetch_sub(1); // it may be gone by now
    }

    void release() { permits_.fetch_add(1); }

private:
    std::atomic<int> permits_;
};

} // namespace

static const heddle::scenario semaphore_check_then_act_scenario{
    .name = "article/semaphore_check_then_act",
    .expect = heddle::verdict::assertion_failed,
    .story = "A permit is looked for and then taken; the last one is taken twice.",
    .body = [] {
        semaphore permits(1);
        heddle::scenarios::run_slots_workload<1>(permits);
    }};
