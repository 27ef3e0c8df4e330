#include "world/workers.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>

namespace heddle::world {

namespace {

using namespace std::chrono_literals;

// To fork, and to copy the pages that both write to, takes milliseconds.
constexpr auto least_between_divisions = 20ms;

// A signal that somebody else sends to end a process, rather than one that it earns itself.
bool is_request(int number) {
    return number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP;
}

// The program under test may define functions of these names.
pid_t wait_for_any(int* status, int flags) {
    return static_cast<pid_t>(::syscall(SYS_wait4, -1, status, flags, nullptr));
}

} // namespace

void workers::begin(unsigned jobs) {
    if (jobs <= 1) return;
    void* const page =
        mmap(nullptr, sizeof(board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;
    const int file = memfd_create("heddle-findings", MFD_CLOEXEC);
    // High: the program's own descriptors get the numbers that they always get.
    reports_ = fcntl(file, F_DUPFD_CLOEXEC, 100);
    close(file);
    board_ = new (page) board;
    jobs_ = jobs;
    began_ = clock::now();
    alone_until_ = began_ + least_between_divisions;
}

bool workers::settled() const noexcept {
    return clock::now() >= alone_until_;
}

workers::side workers::divide() {
    auto busy = board_->busy.load(std::memory_order_relaxed);
    do {
        if (busy >= jobs_) return side::none;
    } while (!board_->busy.compare_exchange_weak(busy, busy + 1));
    reap(false, nullptr);
    const pid_t parent = getpid();
    // Not fork: that would take the stacks of all other threads for free, and with them the
    // thread-local storage of the simulated ones (see fiber.cpp). Those threads are at rest.
    const pid_t process = _Fork();
    alone_until_ = clock::now() + least_between_divisions;
    if (process < 0) {
        board_->busy.fetch_sub(1);
        jobs_ = 1; // there is no room for more
        return side::none;
    }
    divided_ = true;
    if (process > 0) {
        board_->begun.fetch_add(1);
        ++children_;
        return side::here;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    children_ = 0;
    first_ = false;
    return side::there;
}

counts workers::add(const counts& more) {
    reap(false, nullptr);
    constexpr auto relaxed = std::memory_order_relaxed;
    return {
        .executions = board_->executions.fetch_add(more.executions, relaxed) + more.executions,
        .blocked = board_->blocked.fetch_add(more.blocked, relaxed) + more.blocked,
        .events = board_->events.fetch_add(more.events, relaxed) + more.events,
        .operations = board_->operations.fetch_add(more.operations, relaxed) + more.operations,
    };
}

void workers::give_reason(const std::string& reason) {
    if (board_->reason_claimed.exchange(true)) return;
    std::strncpy(board_->reason, reason.c_str(), sizeof board_->reason - 1);
    board_->reason_there = true;
}

void workers::stop(const std::string& reason) {
    if (!reason.empty()) give_reason(reason);
    int expected = running;
    board_->stop.compare_exchange_strong(expected, stopping);
}

void workers::stop_to_start_over(bool without_checkpoints) {
    if (without_checkpoints) board_->without_checkpoints = true;
    int expected = running;
    board_->stop.compare_exchange_strong(expected, starting_over);
}

void workers::hand_over(std::string line) {
    line += '\n';
    // Not by the file's own position, which memfds do not keep from being used by two at a time.
    const auto at = static_cast<off_t>(board_->reported.fetch_add(line.size()));
    [[maybe_unused]] const ssize_t n = pwrite(reports_, line.data(), line.size(), at);
}

bool workers::report(std::string finding) {
    hand_over(std::move(finding));
    return !board_->bug_claimed.exchange(true);
}

std::vector<std::string> workers::reports() const {
    std::vector<std::string> all(1);
    std::array<char, 1 << 16> buffer;
    off_t at = 0;
    for (ssize_t n = 0; (n = pread(reports_, buffer.data(), buffer.size(), at)) > 0; at += n) {
        for (ssize_t i = 0; i < n; ++i) {
            const char c = buffer[static_cast<std::size_t>(i)];
            c == '\n' ? void(all.emplace_back()) : all.back().push_back(c);
        }
    }
    all.pop_back(); // nothing comes after the last line
    return all;
}

void workers::reap(bool wait, void (*on_signal)(workers&)) {
    while (children_ > 0) {
        int status = 0;
        const pid_t ended = wait_for_any(&status, wait ? 0 : WNOHANG);
        if (ended == 0) return;
        if (ended < 0) {
            if (errno != EINTR) return; // the program has had them: `result` counts
            if (on_signal != nullptr) on_signal(*this);
            continue;
        }
        --children_;
        if (!WIFSIGNALED(status)) continue; // whether it came to its end: see `result`
        const int number = WTERMSIG(status);
        if (!is_request(number)) board_->crashed = number;
        stop(fmt::format("a process that explored a part of the search was ended by signal {} ({})",
                         number, strsignal(number)));
    }
}

void workers::leave(bool complete, void (*on_signal)(workers&)) {
    if (!complete) board_->left = true;
    board_->busy.fetch_sub(1);
    reap(true, on_signal);
    board_->ended.fetch_add(1);
}

workers::end workers::result() const {
    end e;
    const bool all_ended = board_->begun == board_->ended;
    e.complete = !board_->left && board_->stop == running && all_ended;
    // One that was killed may have left others behind, which are about to be killed, too.
    e.start_over = board_->stop == starting_over && all_ended;
    e.crashed = board_->crashed;
    e.without_checkpoints = board_->without_checkpoints;
    if (board_->reason_there) {
        e.reason = board_->reason;
    } else if (!all_ended) {
        e.reason = "a process that explored a part of the search ended before its part";
    }
    return e;
}

void workers::start_over() {
    const auto now = clock::now();
    [[maybe_unused]] const int emptied = ftruncate(reports_, 0);
    new (board_) board;
    divided_ = false;
    alone_until_ = now + (now - began_);
}

} // namespace heddle::world
