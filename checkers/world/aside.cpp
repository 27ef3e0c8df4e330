#include "world/aside.hpp"

#include "world/fiber.hpp"

#include <boost/context/detail/fcontext.hpp>

namespace heddle::world {

namespace {

namespace context = boost::context::detail;

struct errand {
    void (*function)(void*);
    void* argument;
};

void run(context::transfer_t back) {
    const auto& e = *static_cast<errand*>(back.data);
    e.function(e.argument);
    context::jump_fcontext(back.fctx, nullptr);
}

std::uintptr_t stack_of_errands(std::size_t& size) {
    static fiber place;
    if (place.stack_high == 0) give_stack(place);
    size = place.stack_high - place.stack_low;
    return place.stack_high;
}

} // namespace

void run_aside(void (*function)(void*), void* argument) {
    errand e{function, argument};
    std::size_t size = 0;
    const std::uintptr_t top = stack_of_errands(size);
    context::jump_fcontext(context::make_fcontext(reinterpret_cast<void*>(top), size, run), &e);
}

} // namespace heddle::world
