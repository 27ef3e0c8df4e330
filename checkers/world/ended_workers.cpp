// Processes of a divided search have ended: what becomes of their parts. All of this is done by the
// first process, which is their parent.
#include "world/workers.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ctime>

namespace heddle::world {

namespace {

using namespace std::chrono_literals;

// Of workers that begin from the same state.
constexpr std::uint32_t most_kills = 3;

// A signal that somebody else sends to end a process, rather than one that it earns itself.
bool is_request(int number) {
    return number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP;
}

// The program under test may define functions of these names.
pid_t wait_for_any(int* status) {
    return static_cast<pid_t>(::syscall(SYS_wait4, -1, status, WNOHANG, nullptr));
}

void sleep_a_little() {
    const timespec t{.tv_sec = 0, .tv_nsec = 1'000'000};
    ::syscall(SYS_nanosleep, &t, nullptr);
}

} // namespace

void workers::reap() {
    int status = 0;
    for (pid_t process = 0; (process = wait_for_any(&status)) > 0;) process_ended(process, status);
    find_bereft_parts();
}

void workers::process_ended(pid_t process, int status) {
    if (board_->holder == process) {
        board_->count_busy();
        board_->holder = 0;
    }
    for (part& p : board_->used_parts()) {
        if (p.is_at(part::stage::free)) continue;
        const numbered_process worker = p.worker;
        if (worker.process == process) {
            worker_ended(p, status);
            return;
        }
        numbered_process keeper = p.keeper;
        if (keeper.process == process) {
            p.keeper.compare_exchange_strong(keeper, numbered_process{keeper.number});
            return;
        }
    }
}

void workers::worker_ended(part& p, int status) {
    p.attempt = 0;
    settle_divisions(p);
    if (p.is_at(part::stage::done)) {
        retire(p);
        return;
    }
    const bool is_killed = WIFSIGNALED(status) && is_request(WTERMSIG(status));
    const bool is_given_up = !is_killed || ++p.kills == most_kills;
    if (is_given_up || stopped() || p.keeper.load().process == 0) {
        lose(p, status);
        return;
    }
    p.worker = numbered_process{p.worker.load().number + 1};
    p.ring();
}

// A worker was ended while it divided its part: either that had come about by then or not.
void workers::settle_divisions(const part& giver) {
    const auto place = static_cast<std::uint32_t>(&giver - board_->parts.data());
    for (part& p : board_->used_parts()) {
        if (!p.is_at(part::stage::pending) || p.giver != place) continue;
        const bool is_divided = giver.keeper.load().number == p.remainder;
        change(p, is_divided ? part::stage::active : part::stage::free);
        p.ring();
    }
}

void workers::retire(part& p) {
    lock();
    board_->fold(p);
    p.state = part::identity{p.state.load().number, part::stage::free};
    board_->count_busy();
    unlock();
    p.ring(); // the keeper may go
}

void workers::lose(part& p, int status) {
    board_->left = true;
    if (!WIFSIGNALED(status)) {
        give_reason("a process that explored a part of the search ended before its part");
    } else {
        const int number = WTERMSIG(status);
        const char* const also = p.kills == most_kills ? ", and those that took its place were, too"
                                 : p.keeper.load().process == 0
                                     ? ", and there is none to take its place"
                                     : "";
        if (!is_request(number)) board_->crashed = number;
        stop(fmt::format("a process that explored a part of the search was ended by signal {} ({})"
                         "{}",
                         number, strsignal(number), also));
    }
    retire(p);
}

// Parts that nobody explores, and nobody can make anyone explore.
void workers::find_bereft_parts() {
    for (part& p : board_->used_parts()) {
        numbered_process order = p.worker;
        if (!p.is_at(part::stage::active) || order.process != 0) continue;
        if (p.keeper.load().process != 0) continue;
        // One that was made, and has not begun yet, does not begin any more.
        if (p.worker.compare_exchange_strong(order, numbered_process{order.number + 1}))
            lose(p, SIGKILL);
    }
}

void workers::await_others(void (*meanwhile)(workers&)) {
    const auto is_under_way = [this](const part& p) {
        return &p != part_ && !p.is_at(part::stage::free);
    };
    for (;; sleep_a_little()) {
        reap();
        meanwhile(*this);
        const auto all = board_->used_parts();
        if (std::none_of(all.begin(), all.end(), is_under_way)) break;
    }
    // Keepers are about to end.
    const auto enough = clock::now() + 2s;
    int status = 0;
    while (wait_for_any(&status) >= 0 && clock::now() < enough) sleep_a_little();
}

} // namespace heddle::world
