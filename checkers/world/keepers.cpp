// Processes of a divided search are made: workers, and the keepers of their states.
#include "world/workers.hpp"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

namespace heddle::world {

namespace {

using namespace std::chrono_literals;

// A state is kept after some time, then after twice that, and so on: a search that is left in peace
// forks rarely, and one whose processes are killed at any rate gets on.
constexpr auto first_keeping = 200ms;
constexpr auto first_keeping_after_kill = 50ms;
constexpr auto most_between_keeping = 10s;

// Of attempts to fork a worker, 100 ms apart.
constexpr int most_failures = 100;

[[noreturn]] void end_process() {
    ::syscall(SYS_exit_group, 0);
    __builtin_unreachable();
}

bool exists(pid_t process) {
    return ::syscall(SYS_kill, process, 0) == 0;
}

void sleep_for(std::chrono::nanoseconds time) {
    const timespec t{.tv_sec = 0, .tv_nsec = static_cast<long>(time.count())};
    ::syscall(SYS_nanosleep, &t, nullptr);
}

} // namespace

// A child of the first process, whoever makes it. Not by fork: that would take the stacks of all
// other threads for free, and with them the thread-local storage of the simulated ones (see
// fiber.cpp), which are at rest. Nor by _Fork, which knows no CLONE_PARENT. What that does besides
// is for robust mutexes and for the thread's number, which nobody here asks glibc for.
pid_t workers::fork_beside() const {
    const unsigned long flags = SIGCHLD | (first_ ? 0 : CLONE_PARENT);
    const auto process =
        static_cast<pid_t>(::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr));
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != first_process_) end_process();
    }
    return process;
}

workers::side workers::divide() {
    lock();
    const std::uint32_t remainder = ++board_->states;
    const auto place = static_cast<std::uint32_t>(part_ - board_->parts.data());
    given_ = board_->busy < jobs_ ? board_->take_place(place, remainder) : nullptr;
    board_->count_busy();
    unlock();
    alone_until_ = clock::now() + least_between_divisions;
    if (given_ == nullptr) return side::none;
    const part::identity given = given_->state;
    const std::uint32_t kept = given_->attempt;
    const pid_t keeper = fork_beside();
    if (keeper == 0) {
        part_ = std::exchange(given_, nullptr);
        number_ = given.number;
        first_ = false;
        divided_ = true;
        claimed_ = 0;
        claimed_bug_ = false;
        keep_for_worker(kept);
        return side::there;
    }
    if (keeper < 0) jobs_ = 1; // there is no room for more
    if (keeper < 0 || !is_ready(*given_, {kept, keeper})) {
        change(*given_, part::stage::free);
        std::exchange(given_, nullptr)->ring();
        return side::none;
    }
    divided_ = true;
    return side::here;
}

// Waits until a part that is about to be divided off has both its keeper and its worker, so that
// one of them is left whichever is killed; false when they will not come.
bool workers::is_ready(part& given, numbered_process keeper) {
    given.keeper = keeper;
    given.ring();
    while (given.worker.load().process == 0) {
        if (first_) reap();
        if (given.keeper.load().process == 0 || !exists(keeper.process)) return false;
        sleep_for(50us);
    }
    return true;
}

bool workers::wants_keeper() const noexcept {
    return !first_ && settled() && (part_->keeper.load().process == 0 || clock::now() >= keep_at_);
}

bool workers::keep() {
    numbered_process keeper;
    keeper.number = given_ != nullptr ? given_->remainder.load() : ++board_->states;
    if (!first_) {
        part_->attempt = keeper.number;
        const pid_t process = fork_beside();
        if (process == 0) {
            given_ = nullptr;
            keep_for_worker(keeper.number);
            return true;
        }
        keeper.process = std::max(process, 0); // without one, it will be tried again
    }
    // What was divided off is so from here on: see worker_ended, should this process be killed.
    part_->keeper = keeper;
    if (given_ != nullptr) {
        given_->state = part::identity{given_->state.load().number, part::stage::active};
        std::exchange(given_, nullptr)->ring();
    }
    part_->ring(); // the former keeper may go
    part_->kills = 0;
    const auto now = clock::now();
    alone_until_ = now + least_between_divisions;
    keep_at_ = now + between_keeping_;
    between_keeping_ = std::min<clock::duration>(2 * between_keeping_, most_between_keeping);
    // The first process does not hear of it if it ended before it was known.
    if (keeper.process != 0 && !exists(keeper.process)) {
        part_->keeper.compare_exchange_strong(keeper, numbered_process{keeper.number});
    }
    return false;
}

// In a keeper: waits for as long as the state may be needed. Returns in the workers that it makes.
void workers::keep_for_worker(std::uint32_t state) {
    for (int failures = 0; failures < most_failures;) {
        const std::uint32_t rung = part_->bell;
        // The state is accepted before the next is attempted, and the place is the next part's
        // before that has orders: so in this order.
        const numbered_process order = part_->worker;
        const bool is_attempted = part_->attempt == state;
        const std::uint32_t kept = part_->keeper.load().number;
        const part::identity now = part_->state;
        const bool is_over = now.number != number_ || !part::is_at_work(now.at);
        if (is_over || kept > state || (kept < state && !is_attempted)) break;
        if (kept != state || order.process != 0) {
            part_->wait(rung);
            continue;
        }
        const pid_t worker = fork_beside();
        if (worker == 0 && begin_as_worker(order)) return;
        if (worker == 0) break;
        if (worker > 0) {
            await_worker(order, worker);
        } else {
            ++failures;
            sleep_for(100ms);
        }
    }
    end_process();
}

// False when this process is not wanted any more.
bool workers::begin_as_worker(numbered_process order) {
    self_ = static_cast<pid_t>(::syscall(SYS_getpid));
    if (!part_->worker.compare_exchange_strong(order, {order.number, self_})) return false;
    for (;;) {
        const std::uint32_t rung = part_->bell;
        const part::identity now = part_->state;
        if (now == part::identity{number_, part::stage::active}) break;
        if (now != part::identity{number_, part::stage::pending}) return false;
        part_->wait(rung);
    }
    part_->claimed = claimed_;
    between_keeping_ = part_->kills == 0 ? first_keeping : first_keeping_after_kill;
    const auto now = clock::now();
    keep_at_ = now + between_keeping_;
    alone_until_ = now + least_between_divisions;
    return true;
}

// Until it has begun, the first process does not know whose worker it is.
void workers::await_worker(numbered_process order, pid_t worker) {
    while (part_->worker.load() == order) {
        if (exists(worker)) {
            sleep_for(100us);
        } else {
            part_->worker.compare_exchange_strong(order, {order.number + 1, 0});
        }
    }
}

} // namespace heddle::world
