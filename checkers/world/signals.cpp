#include "world/signals.hpp"

#include "world/state.hpp"

#include <fmt/format.h>
#include <sys/time.h>

#include <array>
#include <csignal>
#include <cstring>

namespace heddle::world {
namespace {

constexpr double tick = 0.1; // seconds of processor time

volatile std::sig_atomic_t stop = 0;
volatile std::sig_atomic_t fired = 0;
double limit = 10;
volatile double idle = 0; // seconds without a step
std::uint64_t last_steps = 0;
std::array<char, 1u << 16u> alternate_stack;

bool in_execution() {
    return state != nullptr && state->current != nullptr;
}

void on_fatal(int number, siginfo_t* info, void*) {
    if (!in_execution()) {
        std::signal(number, SIG_DFL);
        ::raise(number);
        return;
    }
    simulating = false;
    const thread& t = *state->current;
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
    bug b;
    b.kind = verdict::crash;
    b.thread = t.id;
    constexpr std::uintptr_t near_guard = 1u << 16u;
    if (number == SIGSEGV && info->si_code > 0 && at + near_guard >= t.on.stack_low &&
        at < t.on.stack_low + 256) {
        b.message = fmt::format("stack overflow in thread {}", t.id);
    } else if (info->si_code <= 0) { // raise, kill and their like: there is no address
        b.message = fmt::format("{} in thread {}, sent by the program", strsignal(number), t.id);
    } else {
        b.message = fmt::format("{} in thread {}, at address {:#x}", strsignal(number), t.id, at);
    }
    b.stack = capture_stack();
    world::raise(std::move(b));
}

[[noreturn]] void report_livelock() {
    idle = 0;
    fired = 1;
    simulating = false;
    bug b;
    b.kind = verdict::livelock;
    b.thread = state->current->id;
    b.message = fmt::format("thread {} ran for {} s of processor time without an operation that "
                            "other threads could see "
                            "(if it is only a long computation, raise --watchdog)",
                            b.thread, limit);
    b.stack = capture_stack();
    world::raise(std::move(b));
}

void on_tick(int, siginfo_t*, void*) {
    if (!in_execution() || state->steps != last_steps) {
        if (state != nullptr) last_steps = state->steps;
        idle = 0;
        return;
    }
    idle = idle + tick;
    // A loop over plain memory spends most of its time in the runtime, checking for races. There
    // nothing may be abandoned half-way: `check_watchdog` or a later tick ends the execution.
    if (idle >= limit && simulating) report_livelock();
}

void on_interrupt(int) {
    stop = 1;
}

void handle(int number, void (*handler)(int, siginfo_t*, void*)) {
    struct sigaction action {};

    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigaction(number, &action, nullptr);
}

void set_timer(double seconds) {
    itimerval timer{};
    timer.it_interval.tv_usec = static_cast<suseconds_t>(seconds * 1e6);
    timer.it_value = timer.it_interval;
    setitimer(ITIMER_PROF, &timer, nullptr);
}

} // namespace

void install_signal_handlers(double watchdog_seconds) {
    limit = watchdog_seconds;
    stack_t alternate{};
    alternate.ss_sp = alternate_stack.data();
    alternate.ss_size = alternate_stack.size();
    sigaltstack(&alternate, nullptr);
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP}) handle(number, on_fatal);
    handle(SIGPROF, on_tick);

    struct sigaction action {};

    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    set_timer(tick);
}

void restart_watchdog() {
    set_timer(tick);
}

void remove_signal_handlers() {
    set_timer(0);
}

bool interrupted() noexcept {
    return stop != 0;
}

void check_watchdog() {
    if (idle >= limit && state->steps == last_steps) report_livelock();
}

bool watchdog_fired() noexcept {
    return fired != 0;
}

} // namespace heddle::world
