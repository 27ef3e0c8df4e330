// Clocks and sleeping, in virtual time: nothing takes real time, and every execution starts at the
// same moment.
#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "frontend/time_point.hpp"
#include "world/hooks.hpp"
#include "world/world.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

constinit const function<int(clockid_t, timespec*)> real_clock_gettime{"clock_gettime"};
constinit const function<int(timeval*, void*)> real_gettimeofday{"gettimeofday"};
constinit const function<time_t(time_t*)> real_time{"time"};
constinit const function<clock_t()> real_clock{"clock"};
constinit const function<int(timespec*, int)> real_timespec_get{"timespec_get"};
constinit const function<int(const timespec*, timespec*)> real_nanosleep{"nanosleep"};
constinit const function<int(clockid_t, int, const timespec*, timespec*)> real_clock_nanosleep{
    "clock_nanosleep"};
constinit const function<int(useconds_t)> real_usleep{"usleep"};
constinit const function<unsigned(unsigned)> real_sleep{"sleep"};

constexpr std::uint64_t shortest_step = 1'000;
constexpr std::uint32_t short_steps = 8;
constexpr std::uint32_t most_doublings = 26; // to about a minute

constinit std::array<std::uint32_t, graph::max_threads> readings{};

/// Virtual time as a clock shows it. Each reading lets some time pass, a microsecond for the first
/// ones, then twice as much each time: a loop that watches the clock must end, and soon. (A thread
/// may always lose the processor for as long.)
std::uint64_t read_clock() noexcept {
    const std::uint32_t count = readings[world::self()]++;
    const std::uint32_t doublings =
        std::min(count < short_steps ? 0 : count - short_steps, most_doublings);
    world::advance_to(world::now() + (shortest_step << doublings));
    world::note_effect(); // the loop is not a spin: it ends by itself
    return world::now();
}

std::uint64_t read_clock(clockid_t clock) noexcept {
    return read_clock() + (counts_from_1970(clock) ? epoch : 0);
}

// Saturates, so that sleeping for ever many times does not wrap around.
void sleep_for(std::uint64_t nanoseconds) noexcept {
    world::advance_to(std::min(world::now() + nanoseconds, 2 * never));
}

} // namespace

namespace heddle::frontend {

void register_clock() {
    world::keep_in_checkpoints(&readings, sizeof readings);
}

void reset_clock() noexcept {
    readings.fill(0);
}

} // namespace heddle::frontend

HEDDLE_EXPORT int clock_gettime(clockid_t clock, timespec* result) noexcept {
    if (!world::simulating) return real_clock_gettime(clock, result);
    *result = timespec_of(read_clock(clock));
    return 0;
}

HEDDLE_EXPORT int gettimeofday(timeval* __restrict result, void* __restrict zone) noexcept {
    if (!world::simulating) return real_gettimeofday(result, zone);
    const timespec now = timespec_of(read_clock(CLOCK_REALTIME));
    result->tv_sec = now.tv_sec;
    result->tv_usec = now.tv_nsec / 1000;
    return 0;
}

HEDDLE_EXPORT time_t time(time_t* result) noexcept {
    if (!world::simulating) return real_time(result);
    const time_t now = timespec_of(read_clock(CLOCK_REALTIME)).tv_sec;
    if (result != nullptr) *result = now;
    return now;
}

HEDDLE_EXPORT clock_t clock() noexcept {
    if (!world::simulating) return real_clock();
    return static_cast<clock_t>(read_clock() / (second / CLOCKS_PER_SEC));
}

HEDDLE_EXPORT int timespec_get(timespec* result, int base) noexcept {
    if (!world::simulating) return real_timespec_get(result, base);
    if (base != TIME_UTC) return 0;
    *result = timespec_of(read_clock(CLOCK_REALTIME));
    return base;
}

HEDDLE_EXPORT int nanosleep(const timespec* duration, timespec* remaining) {
    if (!world::simulating) return real_nanosleep(duration, remaining);
    if (!is_valid(*duration) || duration->tv_sec < 0) {
        errno = EINVAL;
        return -1;
    }
    sleep_for(nanoseconds_of(*duration));
    return 0;
}

HEDDLE_EXPORT int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                                  timespec* remaining) {
    if (!world::simulating) return real_clock_nanosleep(clock, flags, time, remaining);
    if (!is_valid(*time)) return EINVAL;
    if ((flags & TIMER_ABSTIME) != 0) {
        pass_until(deadline_of(clock, *time));
    } else {
        sleep_for(nanoseconds_of(*time));
    }
    return 0;
}

HEDDLE_EXPORT int usleep(useconds_t microseconds) {
    if (!world::simulating) return real_usleep(microseconds);
    sleep_for(std::uint64_t{microseconds} * 1000);
    return 0;
}

HEDDLE_EXPORT unsigned sleep(unsigned seconds) {
    if (!world::simulating) return real_sleep(seconds);
    sleep_for(seconds * second);
    return 0;
}
