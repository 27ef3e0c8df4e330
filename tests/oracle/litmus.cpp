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

std::array<std::atomic<int>, 8> memory{};

/// What was read, used without a step of its own: an exchange that nobody looks at is compiled as a
/// store.
int observe(int value) {
    asm volatile("" : "+r"(value));
    return value;
}

/// The plain int that an atomic one is, which a program can reach by mistakes only.
int& plain(std::atomic<int>& location) {
    return *reinterpret_cast<int*>(&location);
}

template <std::memory_order order>
constexpr bool loads = order == std::memory_order_relaxed || order == std::memory_order_acquire ||
                       order == std::memory_order_seq_cst;
template <std::memory_order order>
constexpr bool stores = order == std::memory_order_relaxed || order == std::memory_order_release ||
                        order == std::memory_order_seq_cst;

// Loops are in functions of their own: a register that the function around them sets in the loop,
// on account of what comes after, would make the first iteration differ from the others.

/// Loops around operations that can only have the orders of a load.
template <std::memory_order order>
[[gnu::noinline]] void await(action kind, std::atomic<int> const& location, int value) {
    if (kind == action::await_equal) {
        while (location.load(order) != value) {
        }
    } else {
        while (location.load(order) < value) {
        }
    }
}

/// Loops around read-modify-writes, which can have any order.
template <std::memory_order order>
[[gnu::noinline]] void await_update(action kind, std::atomic<int>& location, int value,
                                    int desired) {
    if (kind == action::await_exchange) {
        while (location.exchange(value, order) == value) {
        }
    } else {
        for (int seen = value; !location.compare_exchange_strong(seen, desired, order);) {
            seen = value;
        }
    }
}

/// Returns what was read.
template <std::memory_order order>
int update(action kind, std::atomic<int>& location, int value, int desired) {
    switch (kind) {
    case action::fetch_add: return observe(location.fetch_add(value, order));
    case action::exchange: return observe(location.exchange(value, order));
    default:
        // The one-order form: a failure reads with the same order less its release part.
        location.compare_exchange_strong(value, desired, order);
        return observe(value);
    }
}

/// Returns what was read, if anything, and if it is no loop.
template <std::memory_order order>
int execute(action kind, std::atomic<int>& location, int value, int desired) {
    switch (kind) {
    case action::load:
        if constexpr (loads<order>) {
            return observe(location.load(order));
        }
        break;
    case action::await_equal:
    case action::await_at_least:
        if constexpr (loads<order>) {
            await<order>(kind, location, value);
            return 0;
        }
        break;
    case action::await_exchange:
    case action::await_compare_exchange:
        await_update<order>(kind, location, value, desired);
        return 0;
    case action::store:
        if constexpr (stores<order>) {
            location.store(value, order);
            return 0;
        }
        break;
    case action::fence:
        if constexpr (order != std::memory_order_relaxed) {
            std::atomic_thread_fence(order);
            return 0;
        }
        break;
    default: return update<order>(kind, location, value, desired);
    }
    throw std::invalid_argument{"this operation cannot have that memory order"};
}

int execute(instruction const& step, std::atomic<int>& location, int value, int desired) {
    if (step.kind == action::plain_load) {
        observe(plain(location));
        return 0;
    }
    if (step.kind == action::plain_store) {
        plain(location) = value;
        return 0;
    }
    switch (step.order) {
    case std::memory_order_acquire:
        return execute<std::memory_order_acquire>(step.kind, location, value, desired);
    case std::memory_order_release:
        return execute<std::memory_order_release>(step.kind, location, value, desired);
    case std::memory_order_acq_rel:
        return execute<std::memory_order_acq_rel>(step.kind, location, value, desired);
    case std::memory_order_seq_cst:
        return execute<std::memory_order_seq_cst>(step.kind, location, value, desired);
    default: return execute<std::memory_order_relaxed>(step.kind, location, value, desired);
    }
}

void run_thread(heddle::tests::litmus_thread const& code) {
    std::array<int, heddle::tests::longest_litmus_thread> read{};
    for (std::size_t i = 0; i != code.size; ++i) {
        auto const& step = code.code[i];
        if (step.when.holds(read)) {
            read[i] =
                execute(step, memory[step.location], step.value.in(read), step.desired.in(read));
        }
    }
}

void run(litmus_program const& program) {
    for (std::size_t i = 0; i != program.locations; ++i) {
        if (program.initial[i] != 0) {
            memory[i].store(program.initial[i], std::memory_order_relaxed);
        }
    }
    std::array<std::thread, 8> threads;
    for (std::size_t i = 0; i != program.threads; ++i) {
        threads[i] = std::thread{[&code = program.thread[i]] { run_thread(code); }};
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
