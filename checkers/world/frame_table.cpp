#include "world/frame_table.hpp"

#include "world/aside.hpp"
#include "world/program.hpp"

namespace heddle::world {

namespace {

struct question {
    std::uintptr_t return_address;
    frame_facts answer;
};

void answer(void* argument) {
    auto& q = *static_cast<question*>(argument);
    const std::uintptr_t call = q.return_address - 1;
    if (!is_program_code(call)) return;
    if (const auto function = function_frame::of(call)) q.answer.layout = function->layout_at(call);
    q.answer.liveness = liveness_after_call(q.return_address, q.answer.layout);
}

} // namespace

const frame_facts& frame_table::read(std::uintptr_t return_address) {
    question q{return_address, {}};
    run_aside(answer, &q);
    return facts_.emplace(return_address, q.answer).first->second;
}

} // namespace heddle::world
