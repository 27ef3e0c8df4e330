// Threads are created, run, end and are joined.
#include "world/clear_stack.hpp"
#include "world/hooks.hpp"
#include "world/objects.hpp"
#include "world/program.hpp"
#include "world/race_check.hpp"
#include "world/state.hpp"

#include <fmt/format.h>

#include <bit>
#include <cerrno>

namespace heddle::world {

using namespace graph;

namespace {

thread* by_handle(pthread_t handle) {
    // Threads are mostly joined in the order of their creation.
    constexpr std::uint64_t main_thread = 1;
    const std::uint64_t there = ~std::uint64_t{0} >> (64 - state->thread_count);
    const std::uint64_t joined = (state->joined | main_thread) & there;
    for (std::uint64_t mask : {there & ~joined, joined}) {
        for (; mask != 0; mask &= mask - 1) {
            thread& t = state->threads[static_cast<std::size_t>(std::countr_zero(mask))];
            if (t.state != thread::status::absent && pthread_equal(t.on.handle, handle) != 0)
                return &t;
        }
    }
    return nullptr;
}

struct {
    int (*function)(int, char**, char**);
    int argc;
    char** argv;
    char** envp;
} program_main;

void run_destructors(thread& t) {
    t.exit.stage = ending::last_handlers;
    while (!t.exit_destructors.empty()) {
        const auto [destructor, object] = t.exit_destructors.back();
        t.exit_destructors.pop_back();
        destructor(object);
    }
}

[[noreturn]] void finish(thread& t) {
    perform({.code = operation_code::thread_finish});
    simulating = false;
    t.state = thread::status::finished;
    state->runnable &= ~bit(t);
    for (;;) run_others();
}

// The thread ends by itself, whether main's does or another.
[[noreturn]] void end_thread(thread& t) {
    run_destructors(t);
    if (at_thread_end != nullptr) at_thread_end();
    finish(t);
}

[[gnu::always_inline]] inline std::uintptr_t stack_pointer() {
    std::uintptr_t p = 0;
    asm("mov %%rsp, %0" : "=r"(p));
    return p;
}

void thread_entry() {
    thread& t = *state->current;
    perform({.code = operation_code::thread_start});
    state->newborn &= ~bit(t);
    t.program_stack_high = stack_pointer();
    if (at_thread_begin != nullptr) at_thread_begin();
    // Among it the registers of whichever thread this one's first switch came from.
    clear_stack_below(most_stack_used);
    if (__builtin_setjmp(t.exit.entry.data()) == 0) t.result = t.routine(t.argument);
    end_thread(*state->current);
}

void main_entry() {
    thread& t = *state->current;
    t.program_stack_high = stack_pointer();
    simulating = true;
    if (__builtin_setjmp(t.exit.entry.data()) == 0) {
        const int status =
            program_main.function(program_main.argc, program_main.argv, program_main.envp);
        note_exit_status(status);
        run_destructors(*state->current);
        if (after_main != nullptr) after_main(status);
        finish(*state->current);
    }
    end_thread(*state->current);
}

// A thread has the number of its slot: the lowest that its creator has free. A slot is taken until
// the creator itself has joined the thread, so that which one it is depends on what the creator did
// before and on nothing else, and the number is the same in every execution. All that a thread did
// happens before what the next one with its number does.
std::uint32_t free_slot(thread_id creator) {
    const auto slot = static_cast<std::uint32_t>(std::countr_one(state->slots[creator]));
    return slot; // `number_of` refuses the 64th
}

thread_id number_of(thread_id creator, std::uint32_t slot) {
    const std::uint64_t key = (std::uint64_t{creator} << 32u) | slot;
    const auto found = state->numbers.find(key);
    if (found != state->numbers.end()) return found->second;
    const auto number = static_cast<thread_id>(state->numbers.size() + 1);
    if (number >= max_threads) {
        unsupported("more than 64 threads (in one execution, or different ones in all of them; the "
                    "number of one that its creator has joined is used again)");
    }
    state->numbers.emplace(key, number);
    return number;
}

// The number was that of a thread that has ended.
void renew(thread& t) {
    const auto position = t.position;
    const auto accesses = t.accesses;
    reset_thread(t);
    t.position = position;
    t.accesses = t.accesses_at_event = accesses;
    renew_thread_locals(t.on.thread_pointer, forget_locations);
    state->joined &= ~bit(t);
    state->ran |= bit(t);
}

void begin(thread& t) {
    if (t.on.stack_low == 0) give_stack(t.on);
    if (t.on.thread_pointer == 0) give_thread_storage(t.on);
    state->clocks.admit(t.id);
    prepare(t.on, t.id == 0 ? main_entry : thread_entry);
    t.state = thread::status::runnable;
    state->runnable |= bit(t);
    state->thread_count = std::max(state->thread_count, t.id + 1);
}

} // namespace

void reset_thread(thread& t) {
    const fiber on = t.on;
    const thread_id id = t.id;
    static_cast<thread_core&>(t) = {};
    t.on = on;
    t.id = id;
    t.waiting_stack.clear();
    t.exit_destructors.clear();
    t.touched.clear();
    t.visits.clear();
}

void reset_threads() {
    for (std::uint32_t i = 0; i < state->thread_count; ++i) reset_thread(state->threads[i]);
    state->runnable = state->patient = state->newborn = state->ran = state->joined = 0;
    state->thread_count = 0;
    state->slots.fill(0);
    state->owners.clear();
    state->recursion.clear();
    state->newest_in_memory.clear();
    state->said.clear();
}

void start_main(int (*main)(int, char**, char**), int argc, char** argv, char** envp) {
    program_main = {main, argc, argv, envp};
    thread& t = state->threads[0];
    t.id = 0;
    if (t.on.thread_pointer == 0) take_own_storage(t.on);
    begin(t);
    state->current = &t;
    state->ran = 1;
    run_current();
}

void run_current() {
    switch_fiber(state->driver, state->current->on);
    while (state->checkpoint_wanted) {
        state->checkpoint_wanted = false;
        state->checkpoints.take();
        switch_fiber(state->driver, state->current->on);
    }
}

thread_id self() noexcept {
    return state->current->id;
}

pthread_t current_handle() noexcept {
    return state->current->on.handle;
}

pthread_t create_thread(void* (*routine)(void*), void* argument, bool detached, std::uintptr_t pc) {
    simulating = false;
    const thread_id creator = state->current->id;
    const std::uint32_t slot = free_slot(creator);
    const thread_id number = number_of(creator, slot);
    perform({.code = operation_code::thread_create, .target = number, .pc = pc});
    simulating = false;
    state->slots[creator] |= std::uint64_t{1} << slot;
    thread& t = state->threads[number];
    t.id = number;
    if (t.state == thread::status::finished) renew(t);
    t.creator = creator;
    t.slot = slot;
    t.routine = routine;
    t.argument = argument;
    t.detached = detached;
    t.created_at = pc;
    t.time = state->current->time;
    t.random_state = state->current->random_state + (std::uint64_t{number} << 32u);
    const int error = errno; // the real thread that it may take is not the program's doing
    begin(t);
    errno = error;
    state->newborn |= bit(t);
    if (detached) state->joined |= bit(t);
    simulating = true;
    return t.on.handle;
}

bool is_alone() noexcept {
    const thread& self = *state->current;
    const event_id last = state->graph->last_of(self.id);
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (i == self.id || t.state == thread::status::absent) continue;
        const bool is_known = last != no_event && i < state->clocks.stride() &&
                              state->clocks[self.knows][i] >= t.position;
        if (t.state != thread::status::finished || !is_known) return false;
    }
    return true;
}

int join_thread(pthread_t handle, void** result, std::uintptr_t pc) {
    thread* t = by_handle(handle);
    if (t == nullptr) return ESRCH;
    if (t == state->current) return EDEADLK;
    if ((state->joined & bit(*t)) != 0) return EINVAL;
    perform({.code = operation_code::thread_join, .target = t->id, .pc = pc});
    if ((state->joined & bit(*t)) != 0) return EINVAL; // by another thread, meanwhile
    state->joined |= bit(*t);
    if (t->creator == state->current->id)
        state->slots[t->creator] &= ~(std::uint64_t{1} << t->slot);
    if (result != nullptr) {
        access(reinterpret_cast<std::uintptr_t>(result), sizeof *result, true, pc);
        *result = t->result;
    }
    return 0;
}

int detach_thread(pthread_t handle) {
    thread* t = by_handle(handle);
    if (t == nullptr) return ESRCH;
    if ((state->joined & bit(*t)) != 0) return EINVAL;
    state->joined |= bit(*t);
    t->detached = true;
    state->ran |= bit(*t);
    return 0;
}

cancellation& current_cancellation() noexcept {
    return state->current->cancellable;
}

void run_thread_exit() {
    run_destructors(*state->current);
}

void at_thread_exit(void (*destructor)(void*), void* object) {
    simulating = false;
    state->current->exit_destructors.emplace_back(destructor, object);
    simulating = true;
}

void full_barrier(std::uintptr_t pc) {
    perform({.code = operation_code::full_barrier,
             .order = memory_order::seq_cst,
             .pc = pc,
             .operand = {},
             .expected = {}});
}

std::uint32_t choose(std::uint32_t alternatives, std::uintptr_t pc) {
    if (alternatives <= 1) return 0;
    return static_cast<std::uint32_t>(
        perform({.code = operation_code::choose, .choices = alternatives, .pc = pc}).seen.low);
}

std::uint64_t now() noexcept {
    return state->current->time;
}

void advance_to(std::uint64_t nanoseconds) noexcept {
    auto& time = state->current->time;
    time = std::max(time, nanoseconds);
}

std::uint64_t& random_state() noexcept {
    return state->current->random_state;
}

std::uint32_t& owner_of(std::uintptr_t mutex) {
    const bool was = simulating;
    simulating = false;
    auto& owner = state->owners[mutex];
    simulating = was;
    return owner;
}

std::uintptr_t find_held(bool (*wanted)(std::uintptr_t mutex)) {
    if (state->owners.used() == 0) return 0;
    for (const auto& s : state->owners.slots()) {
        if ((s.count & owner_mask) == state->current->id + 1 && wanted(s.address)) return s.address;
    }
    return 0;
}

std::uint32_t& recursion_of(std::uintptr_t mutex) {
    const bool was = simulating;
    simulating = false;
    auto& depth = state->recursion[mutex];
    simulating = was;
    return depth;
}

std::uint64_t moment() noexcept {
    return state->current->accesses;
}

bool spurious_allowed() noexcept {
    return state->spurious;
}

bool fails_spuriously(std::uintptr_t pc) {
    if (!state->spurious) return false;
    thread& t = *state->current;
    t.failed_spuriously = !t.failed_spuriously && choose(2, pc) == 1;
    return t.failed_spuriously;
}

void raise(bug b) {
    simulating = false;
    state->found = std::move(b);
    leave_execution(execution_end::bug);
}

void report(verdict kind, const std::string& message) {
    simulating = false;
    bug b;
    b.kind = kind;
    b.message = message;
    b.thread = state->current->id;
    b.stack = capture_stack();
    raise(std::move(b));
}

void unsupported(const std::string& what) {
    simulating = false;
    bug b;
    b.kind = verdict::unsupported;
    b.message = fmt::format("Heddle does not simulate {}", what);
    b.thread = state->current->id;
    b.stack = capture_stack();
    raise(std::move(b));
}

void end_execution() {
    // Whatever the others can still do they may have done before: an end that cuts them off would
    // hide their bugs.
    state->current->gives_way = true;
    let_others_go_first();
    simulating = false;
    state->ended_by_exit = true;
    leave_execution(execution_end::complete);
}

} // namespace heddle::world
