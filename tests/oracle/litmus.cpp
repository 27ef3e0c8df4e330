// An ordinary C++ program that runs one litmus test, given as text: one std::thread a column, one
// atomic call an operation. Every memory order is a constant at its call, as in code that people
// write.
#include "support/litmus_program.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace {

using heddle::tests::action;
using heddle::tests::instruction;
using heddle::tests::litmus_program;

using memory = std::array<std::atomic<int>, 8>;

[[noreturn]] void no_such_order() {
    throw std::invalid_argument{"this operation cannot have that memory order"};
}

/// Uses a result without a step of its own: an exchange that nobody looks at is compiled as a
/// store.
void observe(int value) {
    asm volatile("" : : "r"(value));
}

void load(std::atomic<int> const& location, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed: observe(location.load(std::memory_order_relaxed)); return;
    case std::memory_order_acquire: observe(location.load(std::memory_order_acquire)); return;
    case std::memory_order_seq_cst: observe(location.load(std::memory_order_seq_cst)); return;
    default: no_such_order();
    }
}

void store(std::atomic<int>& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed: location.store(value, std::memory_order_relaxed); return;
    case std::memory_order_release: location.store(value, std::memory_order_release); return;
    case std::memory_order_seq_cst: location.store(value, std::memory_order_seq_cst); return;
    default: no_such_order();
    }
}

void fetch_add(std::atomic<int>& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        observe(location.fetch_add(value, std::memory_order_relaxed));
        return;
    case std::memory_order_acquire:
        observe(location.fetch_add(value, std::memory_order_acquire));
        return;
    case std::memory_order_release:
        observe(location.fetch_add(value, std::memory_order_release));
        return;
    case std::memory_order_acq_rel:
        observe(location.fetch_add(value, std::memory_order_acq_rel));
        return;
    case std::memory_order_seq_cst:
        observe(location.fetch_add(value, std::memory_order_seq_cst));
        return;
    default: no_such_order();
    }
}

void exchange(std::atomic<int>& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        observe(location.exchange(value, std::memory_order_relaxed));
        return;
    case std::memory_order_acquire:
        observe(location.exchange(value, std::memory_order_acquire));
        return;
    case std::memory_order_release:
        observe(location.exchange(value, std::memory_order_release));
        return;
    case std::memory_order_acq_rel:
        observe(location.exchange(value, std::memory_order_acq_rel));
        return;
    case std::memory_order_seq_cst:
        observe(location.exchange(value, std::memory_order_seq_cst));
        return;
    default: no_such_order();
    }
}

// The one-order form: a failure reads with the same order less its release part.
void compare_exchange(std::atomic<int>& location, int expected, int desired,
                      std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        observe(location.compare_exchange_strong(expected, desired, std::memory_order_relaxed));
        return;
    case std::memory_order_acquire:
        observe(location.compare_exchange_strong(expected, desired, std::memory_order_acquire));
        return;
    case std::memory_order_release:
        observe(location.compare_exchange_strong(expected, desired, std::memory_order_release));
        return;
    case std::memory_order_acq_rel:
        observe(location.compare_exchange_strong(expected, desired, std::memory_order_acq_rel));
        return;
    case std::memory_order_seq_cst:
        observe(location.compare_exchange_strong(expected, desired, std::memory_order_seq_cst));
        return;
    default: no_such_order();
    }
}

void fence(std::memory_order order) {
    switch (order) {
    case std::memory_order_acquire: std::atomic_thread_fence(std::memory_order_acquire); return;
    case std::memory_order_release: std::atomic_thread_fence(std::memory_order_release); return;
    case std::memory_order_acq_rel: std::atomic_thread_fence(std::memory_order_acq_rel); return;
    case std::memory_order_seq_cst: std::atomic_thread_fence(std::memory_order_seq_cst); return;
    default: no_such_order();
    }
}

// Loops, each around one operation.

void await_equal(std::atomic<int> const& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        while (location.load(std::memory_order_relaxed) != value) {
        }
        return;
    case std::memory_order_acquire:
        while (location.load(std::memory_order_acquire) != value) {
        }
        return;
    case std::memory_order_seq_cst:
        while (location.load(std::memory_order_seq_cst) != value) {
        }
        return;
    default: no_such_order();
    }
}

void await_at_least(std::atomic<int> const& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        while (location.load(std::memory_order_relaxed) < value) {
        }
        return;
    case std::memory_order_acquire:
        while (location.load(std::memory_order_acquire) < value) {
        }
        return;
    case std::memory_order_seq_cst:
        while (location.load(std::memory_order_seq_cst) < value) {
        }
        return;
    default: no_such_order();
    }
}

void await_exchange(std::atomic<int>& location, int value, std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        while (location.exchange(value, std::memory_order_relaxed) == value) {
        }
        return;
    case std::memory_order_acquire:
        while (location.exchange(value, std::memory_order_acquire) == value) {
        }
        return;
    case std::memory_order_release:
        while (location.exchange(value, std::memory_order_release) == value) {
        }
        return;
    case std::memory_order_acq_rel:
        while (location.exchange(value, std::memory_order_acq_rel) == value) {
        }
        return;
    case std::memory_order_seq_cst:
        while (location.exchange(value, std::memory_order_seq_cst) == value) {
        }
        return;
    default: no_such_order();
    }
}

void await_compare_exchange(std::atomic<int>& location, int expected, int desired,
                            std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed:
        for (int seen = expected;
             !location.compare_exchange_strong(seen, desired, std::memory_order_relaxed);) {
            seen = expected;
        }
        return;
    case std::memory_order_acquire:
        for (int seen = expected;
             !location.compare_exchange_strong(seen, desired, std::memory_order_acquire);) {
            seen = expected;
        }
        return;
    case std::memory_order_release:
        for (int seen = expected;
             !location.compare_exchange_strong(seen, desired, std::memory_order_release);) {
            seen = expected;
        }
        return;
    case std::memory_order_acq_rel:
        for (int seen = expected;
             !location.compare_exchange_strong(seen, desired, std::memory_order_acq_rel);) {
            seen = expected;
        }
        return;
    case std::memory_order_seq_cst:
        for (int seen = expected;
             !location.compare_exchange_strong(seen, desired, std::memory_order_seq_cst);) {
            seen = expected;
        }
        return;
    default: no_such_order();
    }
}

void execute(instruction const& step, memory& locations) {
    auto& location = locations[step.location];
    switch (step.kind) {
    case action::load: load(location, step.order); return;
    case action::store: store(location, step.value, step.order); return;
    case action::fetch_add: fetch_add(location, step.value, step.order); return;
    case action::exchange: exchange(location, step.value, step.order); return;
    case action::compare_exchange:
        compare_exchange(location, step.value, step.desired, step.order);
        return;
    case action::fence: fence(step.order); return;
    case action::await_equal: await_equal(location, step.value, step.order); return;
    case action::await_at_least: await_at_least(location, step.value, step.order); return;
    case action::await_exchange: await_exchange(location, step.value, step.order); return;
    case action::await_compare_exchange:
        await_compare_exchange(location, step.value, step.desired, step.order);
        return;
    }
}

void run(litmus_program const& program) {
    memory locations{};
    for (std::size_t i = 0; i != program.locations; ++i) {
        if (program.initial[i] != 0) {
            locations[i].store(program.initial[i], std::memory_order_relaxed);
        }
    }
    std::array<std::thread, 8> threads;
    for (std::size_t i = 0; i != program.threads; ++i) {
        threads[i] = std::thread{[&locations, &code = program.thread[i]] {
            for (std::size_t step = 0; step != code.size; ++step) {
                execute(code.code[step], locations);
            }
        }};
    }
    for (std::size_t i = 0; i != program.threads; ++i) {
        threads[i].join();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: litmus PROGRAM\n", stderr);
        return 2;
    }
    try {
        run(heddle::tests::parse_litmus(argv[1]));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "litmus: %s\n", error.what());
        return 2;
    }
}
