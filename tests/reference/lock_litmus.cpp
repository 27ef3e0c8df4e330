// An ordinary C++ program that runs one lock program, given as text: the same that lock_explorer
// interprets.
#include "reference/lock_program.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <mutex>
#include <thread>

namespace {

using heddle::tests::lock_action;
using heddle::tests::lock_program;
using heddle::tests::lock_thread;

struct shared_objects {
    std::array<std::mutex, 2> mutex{};
    std::array<std::atomic<int>, 2> variable{};
    std::condition_variable condition{};
};

void run_thread(lock_thread const& thread, shared_objects& shared) {
    for (std::size_t i = 0; i < thread.size;) {
        auto const& step = thread.code[i++];
        auto& mutex = shared.mutex[step.object];
        auto& variable = shared.variable[step.object];
        switch (step.kind) {
        case lock_action::lock: mutex.lock(); break;
        case lock_action::unlock: mutex.unlock(); break;
        case lock_action::try_lock:
            if (!mutex.try_lock()) {
                i = step.otherwise;
            }
            break;
        case lock_action::load: (void)variable.load(std::memory_order_relaxed); break;
        case lock_action::store: variable.store(step.value, std::memory_order_relaxed); break;
        case lock_action::wait: {
            std::unique_lock held{mutex, std::adopt_lock};
            shared.condition.wait(held);
            held.release();
            break;
        }
        case lock_action::notify_one: shared.condition.notify_one(); break;
        case lock_action::notify_all: shared.condition.notify_all(); break;
        }
    }
}

void run(lock_program const& program) {
    shared_objects shared;
    std::array<std::thread, 4> threads;
    for (std::size_t t = 0; t != program.threads; ++t) {
        threads[t] =
            std::thread{[&shared, &code = program.thread[t]] { run_thread(code, shared); }};
    }
    for (std::size_t t = 0; t != program.threads; ++t) {
        threads[t].join();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: lock_litmus PROGRAM\n", stderr);
        return 2;
    }
    try {
        run(heddle::tests::parse_lock_program(argv[1]));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "lock_litmus: %s\n", error.what());
        return 2;
    }
}
