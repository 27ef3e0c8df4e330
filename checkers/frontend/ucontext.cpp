// Stacks that a program makes and switches to itself: whose they are, and how far they reach, is
// not known here. Refused by name.
#include "frontend/refused.hpp"

#include <ucontext.h>

HEDDLE_REFUSED(int, swapcontext, noexcept, (ucontext_t * left, const ucontext_t* entered),
               (left, entered))
HEDDLE_REFUSED(int, setcontext, noexcept, (const ucontext_t* entered), (entered))
