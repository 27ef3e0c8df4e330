// Random numbers of the C library. Their generators are memory of the library's, which is not part
// of a thread's state in a loop: a draw counts as an effect. That of rand and random is seeded anew
// before each execution, as it is when a program starts [C11 7.22.2.2]; a program that draws from
// the others varies between executions, and is told so.
#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

namespace {

using namespace heddle;
using frontend::real::function;

constinit const function<int()> real_rand{"rand"};
constinit const function<long()> real_random{"random"};
constinit const function<void(unsigned)> real_seed{"srandom"};
constinit const function<double()> real_drand48{"drand48"};
constinit const function<long()> real_lrand48{"lrand48"};
constinit const function<long()> real_mrand48{"mrand48"};

constinit bool drawn = false; // since the last execution began

template <class F>
auto draw(const F& real) {
    if (world::simulating) {
        drawn = true;
        world::note_effect();
        world::note_external_effect("the program draws random numbers");
    }
    return real();
}

} // namespace

namespace heddle::frontend {

void reset_random_numbers() noexcept {
    if (drawn) real_seed(1u); // rand's and random's generator is one
    drawn = false;
}

} // namespace heddle::frontend

HEDDLE_EXPORT int rand() noexcept {
    return draw(real_rand);
}

HEDDLE_EXPORT long random() noexcept {
    return draw(real_random);
}

HEDDLE_EXPORT double drand48() noexcept {
    return draw(real_drand48);
}

HEDDLE_EXPORT long lrand48() noexcept {
    return draw(real_lrand48);
}

HEDDLE_EXPORT long mrand48() noexcept {
    return draw(real_mrand48);
}
