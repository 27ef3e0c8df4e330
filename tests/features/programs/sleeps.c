// The ways to sleep, and to ask for the time: a sleep takes as long as it says, of virtual time.
// "early": claims that one does not.
#include <assert.h>
#include <errno.h>
#include <sched.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long seconds(clockid_t clock) {
    struct timespec time;
    assert(clock_gettime(clock, &time) == 0);
    return time.tv_sec;
}

int main(int argc, char** argv) {
    (void)argv;
    long const begin = seconds(CLOCK_MONOTONIC);
    long const date = seconds(CLOCK_REALTIME);
    struct timespec const hour = {3600, 0};
    struct timespec left = {7, 7};
    assert(nanosleep(&hour, &left) == 0);
    assert(clock_nanosleep(CLOCK_MONOTONIC, 0, &hour, NULL) == 0);
    struct timespec const then = {begin + 3 * 3600, 999999999};
    assert(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &then, NULL) == 0);
    assert(usleep(999999) == 0 && sleep(3600) == 0 && sched_yield() == 0);
    struct timespec const never = {0, 1000000000};
    assert(nanosleep(&never, NULL) == -1 && errno == EINVAL);
    assert(seconds(CLOCK_MONOTONIC) - begin >= 4 * 3600);
    assert(seconds(CLOCK_REALTIME) - date >= 4 * 3600);
    struct timeval now;
    assert(gettimeofday(&now, NULL) == 0 && now.tv_sec - date >= 4 * 3600);
    assert(time(NULL) - date >= 4 * 3600);
    assert((time(NULL) - date < 4 * 3600) == (argc > 1)); // BUG
    return 0;
}
