// The locks of stdio's streams, which are the C library's own. Refused by name.
#include "frontend/refused.hpp"

#include <cstdio>

HEDDLE_REFUSED(void, flockfile, noexcept, (FILE * stream), (stream))
HEDDLE_REFUSED(int, ftrylockfile, noexcept, (FILE * stream), (stream))
HEDDLE_REFUSED(void, funlockfile, noexcept, (FILE * stream), (stream))
