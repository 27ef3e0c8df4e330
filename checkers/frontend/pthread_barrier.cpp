// POSIX barriers. To pass one is two steps: to arrive, and, for all but the last of a round, to be
// let go by that last one. All that precedes an arrival happens before all that follows a departure
// of the same round.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <bit>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;
using real::function;

constinit const function<int(pthread_barrier_t*, const pthread_barrierattr_t*, unsigned)> real_init{
    "pthread_barrier_init"};
constinit const function<int(pthread_barrier_t*)> real_destroy{"pthread_barrier_destroy"};
constinit const function<int(pthread_barrier_t*)> real_wait{"pthread_barrier_wait"};

// What glibc keeps in a barrier (its struct pthread_barrier).
struct layout {
    unsigned in;
    unsigned current_round;
    unsigned count;
};

constexpr unsigned destroyed = 0; // as a count

unsigned& count_of(pthread_barrier_t* barrier) {
    unsigned& count = reinterpret_cast<layout*>(barrier)->count;
    if (count == destroyed) {
        report_bug(verdict::lock_misuse, "use of a barrier that is destroyed or not initialized");
    }
    return count;
}

/// How many threads have arrived in this round.
std::uint32_t& arrived_at(const pthread_barrier_t* barrier) {
    return world::recursion_of(address_of(barrier));
}

int wait(pthread_barrier_t* barrier, std::uintptr_t pc) {
    const unsigned count = count_of(barrier);
    constexpr std::uint8_t size = 8; // of the part that stands for it
    const auto seen =
        act_on(barrier, size, operation_code::barrier_arrive, memory_order::acq_rel, pc, {count, 0})
            .seen;
    const auto arrived = static_cast<unsigned>(std::popcount(seen.low)) + 1;
    arrived_at(barrier) = arrived % count;
    if (arrived == count) return PTHREAD_BARRIER_SERIAL_THREAD;
    act_on(barrier, size, operation_code::condition_wake, memory_order::acquire, pc);
    return 0;
}

} // namespace

HEDDLE_EXPORT int pthread_barrier_init(pthread_barrier_t* barrier,
                                       const pthread_barrierattr_t* attributes,
                                       unsigned count) noexcept {
    if (world::simulating) world::access(address_of(barrier), sizeof *barrier, true, caller());
    return real_init(barrier, attributes, count);
}

// A thread that was let go but has not left yet does no harm: the real one waits for it.
HEDDLE_EXPORT int pthread_barrier_destroy(pthread_barrier_t* barrier) noexcept {
    if (!world::simulating) return real_destroy(barrier);
    unsigned& count = count_of(barrier);
    if (arrived_at(barrier) != 0) {
        report_bug(verdict::lock_misuse, "a barrier is destroyed while a thread waits at it");
    }
    world::access(address_of(barrier), sizeof *barrier, true, caller());
    count = destroyed;
    return 0;
}

HEDDLE_EXPORT int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
    return world::simulating ? wait(barrier, caller()) : real_wait(barrier);
}
