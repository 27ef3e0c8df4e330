#pragma once

#include <cassert>
#include <thread>

namespace heddle::scenarios {

/// In their order.
enum class thread_state { created, runnable, running, blocked, terminated };

/// A thread goes through its states while a supervisor looks at them twice. Asserts that the states
/// come in their order, and that who finds the thread terminated finds its result. `Monitor` has
/// `void set(thread_state)` and `thread_state get()`.
template <typename Monitor>
void run_monitored_thread() {
    Monitor monitor;
    int result = 0;
    monitor.set(thread_state::runnable);
    std::thread subject([&] {
        monitor.set(thread_state::running);
        monitor.set(thread_state::blocked);
        result = 42;
        monitor.set(thread_state::terminated);
    });
    std::thread supervisor([&] {
        const thread_state first = monitor.get();
        const thread_state second = monitor.get();
        assert(first <= second);
        if (second == thread_state::terminated) assert(result == 42);
    });
    subject.join();
    supervisor.join();
}

} // namespace heddle::scenarios
