#include "world/loop_table.hpp"

#include "world/register_liveness.hpp"

namespace heddle::world {

void loop_table::read_code() {
    for (auto& [pc, loop] : loops_) {
        if (loop.is_read) continue;
        loop.registers = live_registers(pc);
        loop.is_read = true;
    }
}

} // namespace heddle::world
