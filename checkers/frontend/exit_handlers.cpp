#include "frontend/exit_handlers.hpp"

#include "frontend/execution.hpp"
#include "frontend/object.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"
#include "world/unwinding.hpp"

#include <array>
#include <cstdint>

namespace heddle::frontend {

namespace {

struct handler {
    exit_handler* call = nullptr;
    status_handler* call_with_status = nullptr;
    void* argument = nullptr;
    std::uint32_t below = 0; // the one registered before it that has not been called; 0: none
};

// Handlers are only ever added in an execution, and each knows the next one. So where the lists
// begin is all that an execution changes of the handlers before a point, and all that a checkpoint
// must hold. Not a vector: the program's constructors register handlers, and what is allocated then
// would be the program's.
constinit std::array<handler, 4096> handlers{}; // the first is none

struct {
    std::uint32_t count = 1;
    std::array<std::uint32_t, 2> newest{}; // by end_kind
    bool main_has_left = false;
} now, before_main;

} // namespace

// Reports name it.
extern "C" {
__attribute__((visibility("hidden"))) constinit std::uint64_t exit_handlers_used = 0;
}

namespace {

// Several threads may register handlers while another calls them, and their order matters: to add
// one, and to take one, is an operation then. The C library has a lock for it.
void take_turn(std::uintptr_t pc) {
    world::note_effect(); // the lists are no part of a thread's state in a loop
    if (world::is_alone()) return;
    act_on(&exit_handlers_used, sizeof exit_handlers_used, graph::operation_code::fetch_add,
           graph::memory_order::acq_rel, pc, {1, 0});
}

// glibc has the last thread call them, whichever that is.
void note_not_called() {
    if (!now.main_has_left || now.newest[static_cast<std::size_t>(end_kind::exit)] == 0) return;
    world::note_caveat("after pthread_exit in main, what is registered for the program's end "
                       "(destructors of statics, atexit) is called only if a thread calls exit");
}

bool add(end_kind kind, handler h, std::uintptr_t pc) noexcept {
    if (world::simulating) take_turn(pc);
    if (now.count == handlers.size()) return false;
    std::uint32_t& newest = now.newest[static_cast<std::size_t>(kind)];
    h.below = newest;
    newest = now.count++;
    handlers[newest] = h;
    if (world::starting()) before_main = now;
    note_not_called();
    return true;
}

} // namespace

bool add_exit_handler(end_kind kind, exit_handler* call, void* argument,
                      std::uintptr_t pc) noexcept {
    return add(kind, {.call = call, .argument = argument}, pc);
}

bool add_exit_handler(status_handler* call, void* argument, std::uintptr_t pc) noexcept {
    return add(end_kind::exit, {.call_with_status = call, .argument = argument}, pc);
}

void run_exit_handlers(end_kind kind, int status) {
    std::uint32_t& newest = now.newest[static_cast<std::size_t>(kind)];
    const auto any_left = [&] {
        take_turn(0);
        return newest != 0;
    };
    world::begin_last_handlers();
    while (any_left()) {
        const handler h = handlers[newest];
        newest = h.below;
        h.call != nullptr ? h.call(h.argument) : h.call_with_status(status, h.argument);
    }
}

void note_main_leaves() {
    now.main_has_left = true;
    note_not_called();
}

void register_exit_handlers() {
    world::keep_in_checkpoints(&now, sizeof now);
    world::keep_in_checkpoints(&exit_handlers_used, sizeof exit_handlers_used);
}

void reset_exit_handlers() noexcept {
    now = before_main;
    exit_handlers_used = 0;
}

} // namespace heddle::frontend
