// Cancellation, which is not simulated: an execution that asks for it ends the search by name.
#include "frontend/refused.hpp"

#include <pthread.h>

HEDDLE_REFUSED(int, pthread_cancel, , (pthread_t thread), (thread))
