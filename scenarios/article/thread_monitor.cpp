// The article's thread monitor, with a state that can be looked at while the thread runs: who sees
// that it is over sees what it has done, too, and nobody sees its states in another order.
//
// Flawed twin: thread_monitor_unlocked.

#include "primitives/thread/thread_monitor.hpp"

#include <heddle/scenario.hpp>

#include <cassert>
#include <thread>

static const heddle::scenario thread_monitor_scenario{
    .name = "article/thread_monitor",
    .expect = heddle::verdict::correct,
    .story = "A monitor looks at a thread's state while it runs, and at what it did once it ended.",
    .body = [] {
        using heddle::thread::thread_state;
        heddle::thread::thread_monitor monitor;
        int result = 0;
        monitor.schedule();
        std::thread monitored([&] { monitor.run([&] { result = 1; }); });
        if (monitor.state() == thread_state::terminated) assert(result == 1);
        monitored.join();
        assert(monitor.state() == thread_state::terminated);
    }};
