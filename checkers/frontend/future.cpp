// Futures are made of what is simulated elsewhere, but for a value that is to be there when its
// thread has ended: libstdc++.so itself stores that it is ready, where no instrumentation sees it.
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

namespace {

// std::__future_base::_State_baseV2::_Make_ready::_M_set()
#define HEDDLE_MAKE_READY "_ZNSt13__future_base13_State_baseV211_Make_ready6_M_setEv"

constinit const heddle::frontend::real::function<void(void*)> real_make_ready{HEDDLE_MAKE_READY};

} // namespace

HEDDLE_EXPORT void heddle_make_ready(void* object) __asm__(HEDDLE_MAKE_READY);

void heddle_make_ready(void* object) {
    if (heddle::world::simulating) {
        heddle::frontend::refuse("std::promise::set_value_at_thread_exit and its like "
                                 "(set_exception_at_thread_exit, make_ready_at_thread_exit)");
    }
    real_make_ready(object);
}
