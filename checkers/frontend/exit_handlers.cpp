#include "frontend/exit_handlers.hpp"

#include "frontend/execution.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"

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
} now, before_main;

bool add(end_kind kind, handler h) noexcept {
    if (now.count == handlers.size()) return false;
    std::uint32_t& newest = now.newest[static_cast<std::size_t>(kind)];
    h.below = newest;
    newest = now.count++;
    handlers[newest] = h;
    if (world::starting()) before_main = now;
    return true;
}

} // namespace

bool add_exit_handler(end_kind kind, exit_handler* call, void* argument) noexcept {
    return add(kind, {.call = call, .argument = argument});
}

bool add_exit_handler(status_handler* call, void* argument) noexcept {
    return add(end_kind::exit, {.call_with_status = call, .argument = argument});
}

void run_exit_handlers(end_kind kind, int status) {
    std::uint32_t& newest = now.newest[static_cast<std::size_t>(kind)];
    while (newest != 0) {
        const handler h = handlers[newest];
        newest = h.below;
        h.call != nullptr ? h.call(h.argument) : h.call_with_status(status, h.argument);
    }
}

void register_exit_handlers() {
    world::keep_in_checkpoints(&now, sizeof now);
}

void reset_exit_handlers() noexcept {
    now = before_main;
}

} // namespace heddle::frontend
