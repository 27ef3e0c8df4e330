// Channels of the kernel's through which threads may talk to each other. What is written and read
// there would order threads, and would last beyond an execution: they are refused by name.
#include "frontend/refused.hpp"

HEDDLE_REFUSED(int, pipe, noexcept, (int* ends), (ends))
HEDDLE_REFUSED(int, pipe2, noexcept, (int* ends, int flags), (ends, flags))
HEDDLE_REFUSED(int, socketpair, noexcept, (int domain, int type, int protocol, int* ends),
               (domain, type, protocol, ends))
HEDDLE_REFUSED(int, eventfd, noexcept, (unsigned count, int flags), (count, flags))
HEDDLE_REFUSED(int, timerfd_create, noexcept, (int clock, int flags), (clock, flags))
