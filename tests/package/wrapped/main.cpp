// Two threads count to two. "broken": without a lock.
#include "counting.h"

#include <cassert>

int main(int argc, char**) {
    bool const locked = argc == 1;
    int const sum = count(locked);
    assert(!locked || sum == 2);
    return sum - 2;
}
