// std::thread's own functions, in libstdc++: all that is done here is to tell the world which
// object they write to. The names are those of the Itanium C++ ABI.
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

namespace {

using namespace heddle;
using frontend::real::function;

constinit const function<void(void*)> real_join{"_ZNSt6thread4joinEv"};
constinit const function<void(void*)> real_detach{"_ZNSt6thread6detachEv"};
constinit const function<void(void*, void*, void (*)())> real_start{
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE"};

} // namespace

/// std::thread::join()
HEDDLE_EXPORT void _ZNSt6thread4joinEv(void* object) {
    real_join(object);
    if (world::simulating) world::note_library_write(object);
}

/// std::thread::detach()
HEDDLE_EXPORT void _ZNSt6thread6detachEv(void* object) {
    real_detach(object);
    if (world::simulating) world::note_library_write(object);
}

/// std::thread::_M_start_thread(std::unique_ptr<_State>, void (*)())
HEDDLE_EXPORT void
_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE(
    void* object, void* state, void (*depend)()) {
    real_start(object, state, depend);
    if (world::simulating) world::note_library_write(object);
}
