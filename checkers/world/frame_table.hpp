// What is known of the places in the program that calls return to: how the frame lies on the stack
// there, and which registers are live. Read from the code at the first question.
#pragma once

#include "world/function_frame.hpp"
#include "world/register_liveness.hpp"

#include <cstdint>
#include <unordered_map>

namespace heddle::world {

struct frame_facts {
    frame_layout layout;        // not known where the code is not the program's
    register_liveness liveness; // when the call that returns here has come to its end
};

class frame_table {
public:
    [[nodiscard]] const frame_facts& at(std::uintptr_t return_address) {
        const auto found = facts_.find(return_address);
        return found != facts_.end() ? found->second : read(return_address);
    }

private:
    const frame_facts& read(std::uintptr_t return_address);

    std::unordered_map<std::uintptr_t, frame_facts> facts_;
};

} // namespace heddle::world
