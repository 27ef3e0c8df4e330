// Cancellation, which is not simulated: an execution that asks for it ends the search by name.
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <pthread.h>

namespace {

using namespace heddle;

constinit const frontend::real::function<int(pthread_t)> real_cancel{"pthread_cancel"};

} // namespace

HEDDLE_EXPORT int pthread_cancel(pthread_t thread) {
    if (world::simulating) frontend::refuse("pthread_cancel");
    return real_cancel(thread);
}
