#include "world/workers.hpp"

#include "world/own_descriptor.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace heddle::world {

bool workers::begin(unsigned jobs) {
    void* const memory =
        mmap(nullptr, sizeof(board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return false;
    reports_ = make_own(memfd_create("heddle-findings", MFD_CLOEXEC));
    board_ = new (memory) board;
    jobs_ = jobs;
    first_process_ = self_ = getpid();
    take_first_part();
    began_ = clock::now();
    alone_until_ = began_ + least_between_divisions;
    return true;
}

void workers::take_first_part() {
    part_ = board_->take_place(0, 0);
    number_ = part_->state.load().number;
    part_->worker = numbered_process{part_->worker.load().number, self_};
    claimed_ = 0;
    claimed_bug_ = false;
    change(*part_, part::stage::active);
}

bool workers::settled() const noexcept {
    return clock::now() >= alone_until_;
}

void workers::lock() {
    for (pid_t free = 0; !board_->holder.compare_exchange_weak(free, self_); free = 0) {
        if (first_) reap(); // the holder may have been killed
        ::syscall(SYS_sched_yield);
    }
}

void workers::change(part& p, part::stage to) {
    lock();
    p.state = part::identity{p.state.load().number, to};
    board_->count_busy();
    unlock();
}

counts workers::count(const counts& own) {
    if (first_) reap();
    part_->count(own);
    return sum();
}

bool workers::claim(std::uint64_t budget) {
    lock();
    const bool is_left = board_->claims() < budget;
    if (is_left) part_->claimed = ++claimed_;
    unlock();
    return is_left;
}

void workers::unclaim() noexcept {
    part_->claimed = claimed_ = 0;
}

void workers::give_reason(const std::string& reason) {
    if (board_->reason_claimed.exchange(true)) return;
    std::strncpy(board_->reason.data(), reason.c_str(), board_->reason.size() - 1);
    board_->reason_there = true;
}

void workers::stop(const std::string& reason) {
    if (!reason.empty()) give_reason(reason);
    int expected = board::running;
    board_->stop.compare_exchange_strong(expected, board::stopping);
}

void workers::stop_to_start_over(bool without_checkpoints) {
    if (without_checkpoints) board_->without_checkpoints = true;
    int expected = board::running;
    board_->stop.compare_exchange_strong(expected, board::starting_over);
}

void workers::hand_over(std::string line) {
    line += '\n';
    // Not by the file's own position, which memfds do not keep from being used by two at a time.
    const auto at = static_cast<off_t>(board_->reported.fetch_add(line.size()));
    [[maybe_unused]] const ssize_t n = pwrite(reports_, line.data(), line.size(), at);
}

bool workers::report(std::string finding) {
    hand_over(std::move(finding));
    std::uint32_t claimed_by = 0;
    const bool is_first = board_->bug_claimed_by.compare_exchange_strong(claimed_by, number_);
    // Or the same finding was made before, by a process that was killed.
    const bool is_again = claimed_by == number_ && !claimed_bug_;
    claimed_bug_ |= is_first || is_again;
    return is_first || is_again;
}

std::vector<std::string> workers::reports() const {
    std::vector<std::string> all(1);
    std::array<char, 1 << 16> buffer;
    off_t at = 0;
    for (ssize_t n = 0; (n = pread(reports_, buffer.data(), buffer.size(), at)) > 0; at += n) {
        for (ssize_t i = 0; i < n; ++i) {
            switch (const char c = buffer[static_cast<std::size_t>(i)]; c) {
            case '\n': all.emplace_back(); break;
            // What is before was not written to its end: the process was killed.
            case '\0': all.back().clear(); break;
            default: all.back().push_back(c);
            }
        }
    }
    all.pop_back(); // nothing comes after the last line
    return all;
}

void workers::leave(bool complete, void (*meanwhile)(workers&)) {
    if (!complete) board_->left = true;
    change(*part_, part::stage::done);
    if (first_) await_others(meanwhile);
}

workers::end workers::result() const {
    end e;
    e.complete = !board_->left && board_->stop == board::running;
    e.start_over = board_->stop == board::starting_over;
    e.crashed = board_->crashed;
    e.without_checkpoints = board_->without_checkpoints;
    if (board_->reason_there) e.reason = board_->reason.data();
    return e;
}

void workers::start_over() {
    const auto now = clock::now();
    [[maybe_unused]] const int emptied = ftruncate(reports_, 0);
    // A number is never used again: a process that has not noticed yet that it should end does so.
    const std::uint32_t numbers = board_->numbers;
    const std::uint32_t states = board_->states;
    new (board_) board;
    board_->numbers = numbers;
    board_->states = states;
    divided_ = false;
    take_first_part();
    alone_until_ = now + (now - began_);
}

} // namespace heddle::world
