// Cancellation, which is not simulated: an execution that asks for it ends the search by name. What
// a thread says of its own makes no difference then, and is kept so that it can be read back.
#include "frontend/refused.hpp"

#include <pthread.h>

#include <cerrno>

namespace {

using namespace heddle;
using frontend::real::function;

constinit const function<int(int, int*)> real_set_state{"pthread_setcancelstate"};
constinit const function<int(int, int*)> real_set_type{"pthread_setcanceltype"};

int exchange(int& kept, int wanted, int* old) {
    if (old != nullptr) *old = kept;
    if (kept != wanted) world::note_effect(); // it is no part of a thread's state in a loop
    kept = wanted;
    return 0;
}

} // namespace

HEDDLE_REFUSED(int, pthread_cancel, , (pthread_t thread), (thread))

HEDDLE_EXPORT int pthread_setcancelstate(int state, int* old) {
    if (!world::simulating) return real_set_state(state, old);
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) return EINVAL;
    return exchange(world::current_cancellation().state, state, old);
}

HEDDLE_EXPORT int pthread_setcanceltype(int type, int* old) {
    if (!world::simulating) return real_set_type(type, old);
    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) return EINVAL;
    return exchange(world::current_cancellation().type, type, old);
}
