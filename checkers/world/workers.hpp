// Processes that explore one search together (--jobs).
//
// A process that is at work forks when fewer are than may be. Both have all of the search in their
// memory then, and each forgets what the other is to explore (strategy::give_share): nothing has to
// be sent, no graph and no checkpoint, and all addresses stay what they are. What a process has
// counted is in memory that all share (parts.hpp); the first process ends last, and reports.
//
// A process may be killed, by the kernel when memory is short, say. So each but the first has a
// *keeper*: a process forked from it that only waits, and so keeps the state that the other was in
// when it was forked. It costs the memory that the other has changed since. When the worker is
// killed, its keeper forks another, which explores again what was explored since then, and counts
// from what was counted then. A worker has its state kept anew when it divides its part (what it
// gave away must not be explored again), when its keeper was killed, and from time to time.
//
// All are children of the first process (clone's CLONE_PARENT): when that ends, however it does,
// the kernel ends them (PR_SET_PDEATHSIG). It alone hears how they end, and decides what becomes
// of their parts. The files: keepers.cpp makes processes, ended_workers.cpp deals with those that
// have ended, workers.cpp has what they say and count.
#pragma once

#include "world/parts.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace heddle::world {

class workers {
public:
    /// In the first process, before there are others; false when there cannot be any.
    [[nodiscard]] bool begin(unsigned jobs);

    /// Whether others have been made since the search began (or began anew).
    [[nodiscard]] bool divided() const noexcept { return divided_; }

    [[nodiscard]] bool is_first() const noexcept { return first_; }

    /// Whether this process could do with another, and has not just begun or divided its part.
    [[nodiscard]] bool wants_help() const noexcept {
        return board_->busy.load(std::memory_order_relaxed) < jobs_ && settled();
    }

    /// Makes another process. True there, false here, where the other's part is to be given away
    /// and then `keep` to be called: the other waits for that.
    enum class side { none, here, there };
    side divide();

    /// Whether this process's state should be kept anew.
    [[nodiscard]] bool wants_keeper() const noexcept;
    /// Has the state of this process kept. Returns again, and true, in the process that takes its
    /// place from there if it is killed.
    bool keep();

    /// What this process's part has come to. Returns the sums over all.
    counts count(const counts& own);

    /// What all have counted.
    [[nodiscard]] counts sum() const { return board_->sum(); }

    /// Takes one execution of the budget that all share, for one that there is; false when there is
    /// none left.
    bool claim(std::uint64_t budget);
    /// Gives all of it back: the search begins anew.
    void unclaim() noexcept;

    /// Why the search is not complete; the first reason that is given is kept.
    void give_reason(const std::string& reason);
    /// Everybody is to stop: for good (the first reason is kept, which may be empty), or to let the
    /// first process begin the search anew.
    void stop(const std::string& reason);
    void stop_to_start_over(bool without_checkpoints);

    [[nodiscard]] bool stopped() const noexcept {
        return board_->stop.load(std::memory_order_relaxed) != board::running;
    }

    /// Hands a line over to the first process, which may get it more than once.
    void hand_over(std::string line);
    /// Hands a finding over; true for the first of all findings.
    bool report(std::string finding);
    /// In the first process, when all have left: what was handed over.
    [[nodiscard]] std::vector<std::string> reports() const;

    /// The number of this process's part.
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

    /// This process's part is done, or left (`complete` says which). The first process waits for
    /// all others, and calls `meanwhile` from time to time.
    void leave(bool complete, void (*meanwhile)(workers&));

    /// In the first process, when all have left.
    struct end {
        bool complete = false;
        bool start_over = false;
        bool without_checkpoints = false;
        int crashed = 0; // a process was ended by this signal, which nobody sent
        std::string reason;
    };

    [[nodiscard]] end result() const;
    /// The search begins anew: alone, at first for as long as it has taken so far.
    void start_over();

private:
    using clock = std::chrono::steady_clock;

    // To fork, and to copy the pages that both write to, takes milliseconds.
    static constexpr std::chrono::milliseconds least_between_divisions{20};

    // What the processes say and count (workers.cpp).
    void take_first_part();
    [[nodiscard]] bool settled() const noexcept;
    void lock();

    void unlock() noexcept { board_->holder = 0; }

    void change(part& p, part::stage to);

    // Processes are made (keepers.cpp).
    [[nodiscard]] pid_t fork_beside() const;
    bool is_ready(part& given, numbered_process keeper);
    void keep_for_worker(std::uint32_t state);
    bool begin_as_worker(numbered_process order);
    void await_worker(numbered_process order, pid_t worker);

    // Processes have ended (ended_workers.cpp).
    void reap();
    void process_ended(pid_t process, int status);
    void worker_ended(part& p, int status);
    void settle_divisions(const part& giver);
    void retire(part& p);
    void lose(part& p, int status);
    void find_bereft_parts();
    void await_others(void (*meanwhile)(workers&));

    board* board_ = nullptr;
    part* part_ = nullptr;     // this process's
    part* given_ = nullptr;    // that is about to be divided off from it
    std::uint32_t number_ = 0; // of the part
    std::uint64_t claimed_ = 0;
    bool claimed_bug_ = false;
    int reports_ = -1; // a file that all write to, one line for each
    unsigned jobs_ = 1;
    bool divided_ = false;
    bool first_ = true;
    pid_t first_process_ = 0;
    pid_t self_ = 0;
    clock::time_point began_ = clock::now();
    clock::time_point alone_until_ = clock::now();
    clock::time_point keep_at_ = clock::now();
    clock::duration between_keeping_{};
};

} // namespace heddle::world
