// The article's thread monitor: each thread writes its state into a table, and the monitor reads
// the table while the threads run, with no lock. In C++ that is a data race.
//
// Corrected twin: thread_monitor.

#include <heddle/scenario.hpp>

#include <thread>

static const heddle::scenario thread_monitor_unlocked_scenario{
    .name = "article/thread_monitor_unlocked",
    .expect = heddle::verdict::data_race,
    .story = "A monitor reads the state that a thread writes, and nothing orders the two.",
    .body = [] {
        enum class thread_state { fresh, runnable, terminated };
        thread_state state = thread_state::fresh;
        std::thread monitored([&] {
            state = thread_state::runnable;
            state = thread_state::terminated;
        });
        [[maybe_unused]] volatile bool alive = state != thread_state::terminated;
        monitored.join();
    }};
