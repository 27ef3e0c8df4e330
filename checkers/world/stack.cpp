// Walking the call stack of the calling fiber.
#include "world/program.hpp"
#include "world/state.hpp"

#include <unwind.h>

namespace heddle::world {
namespace {

constexpr std::size_t max_frames = 64;

_Unwind_Reason_Code collect(_Unwind_Context* context, void* data) {
    auto& frames = *static_cast<std::vector<std::uintptr_t>*>(data);
    // Frames are return addresses, the end of a call. Where a signal came in, it is the next
    // instruction's beginning.
    int before_instruction = 0;
    auto pc = static_cast<std::uintptr_t>(_Unwind_GetIPInfo(context, &before_instruction));
    if (before_instruction != 0) ++pc;
    if (pc != 0 && !is_runtime_code(pc)) frames.push_back(pc);
    return frames.size() < max_frames ? _URC_NO_REASON : _URC_END_OF_STACK;
}

} // namespace

std::vector<std::uintptr_t> capture_stack() {
    std::vector<std::uintptr_t> frames;
    _Unwind_Backtrace(collect, &frames);
    return frames;
}

} // namespace heddle::world
