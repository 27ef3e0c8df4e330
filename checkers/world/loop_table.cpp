#include "world/loop_table.hpp"

#include "world/library_calls.hpp"
#include "world/memory_copy.hpp"
#include "world/register_liveness.hpp"

namespace heddle::world {

void loop_table::read_code() {
    for (auto& [pc, loop] : loops_) {
        for (; loop.stacks_read < loop.stacks.size(); ++loop.stacks_read) {
            const auto& stack = loop.stacks[loop.stacks_read];
            loop.calls_library |= stack.front() != pc || may_call_library(stack);
        }
        if (loop.calls_library) {
            call_libraries_ = true;
            prepare_memory_copies();
        }
        if (loop.is_read) continue;
        loop.registers = live_registers(pc);
        loop.is_read = true;
    }
}

} // namespace heddle::world
