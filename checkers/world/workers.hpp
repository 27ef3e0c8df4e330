// Processes that explore one search together (--jobs).
//
// A process that is at work forks when fewer are than may be. Both have all of the search in their
// memory then, and each forgets what the other is to explore (strategy::give_share): nothing has to
// be sent, no graph and no checkpoint, and all addresses stay what they are. What a process has
// counted goes to memory that all share; it ends when those that it has made have ended, so that
// the first process ends last, and reports.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle::world {

/// What a search has come to so far.
struct counts {
    std::uint64_t executions = 0;
    std::uint64_t blocked = 0;
    std::uint64_t events = 0;
    std::uint64_t operations = 0; // that were performed, repetitions included
};

class workers {
public:
    /// In the first process, before there are others. Without this, it stays the only one.
    void begin(unsigned jobs);

    /// Whether others have been made since the search began (or began anew).
    [[nodiscard]] bool divided() const noexcept { return divided_; }

    [[nodiscard]] bool is_first() const noexcept { return first_; }

    /// Whether this process could do with another, and has not just begun or divided its part.
    [[nodiscard]] bool wants_help() const noexcept {
        return board_ != nullptr && board_->busy.load(std::memory_order_relaxed) < jobs_ &&
               settled();
    }

    /// Makes another process. True there, false here.
    enum class side { none, here, there };
    side divide();

    /// Adds to what all have counted; returns the sums. Notices when a process was killed.
    counts add(const counts& more);

    /// Takes one execution of the budget that all share, for one that there is; false when there is
    /// none left.
    bool claim(std::uint64_t budget) noexcept {
        return board_->claimed.fetch_add(1, std::memory_order_relaxed) < budget;
    }

    /// Gives all of it back: the search begins anew.
    void unclaim() noexcept { board_->claimed = 0; }

    /// Why the search is not complete; the first reason that is given is kept.
    void give_reason(const std::string& reason);
    /// Everybody is to stop: for good (the first reason is kept, which may be empty), or to let the
    /// first process begin the search anew.
    void stop(const std::string& reason);
    void stop_to_start_over(bool without_checkpoints);

    [[nodiscard]] bool stopped() const noexcept {
        return board_ != nullptr && board_->stop.load(std::memory_order_relaxed) != running;
    }

    /// Hands a line over to the first process.
    void hand_over(std::string line);
    /// Hands a finding over; true for the first of all findings.
    bool report(std::string finding);
    /// In the first process, when all have left: what was handed over.
    [[nodiscard]] std::vector<std::string> reports() const;

    /// This process's part is done, or left (`complete` says which): waits for those that it has
    /// made. `on_signal` is called when a signal comes meanwhile.
    void leave(bool complete, void (*on_signal)(workers&));

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

    enum : int { running, stopping, starting_over };

    struct board {
        std::atomic<std::uint32_t> busy{1};
        std::atomic<int> stop{running};
        std::atomic<bool> without_checkpoints{false};
        std::atomic<bool> left{false}; // some part was not explored to its end
        // Every part that was begun must have come to its end: exit statuses may be anybody's.
        std::atomic<std::uint32_t> begun{1};
        std::atomic<std::uint32_t> ended{0};
        std::atomic<int> crashed{0}; // by which signal
        std::atomic<bool> bug_claimed{false};
        std::atomic<bool> reason_claimed{false};
        std::atomic<bool> reason_there{false};
        char reason[1000] = {};
        std::atomic<std::uint64_t> executions{0};
        std::atomic<std::uint64_t> blocked{0};
        std::atomic<std::uint64_t> events{0};
        std::atomic<std::uint64_t> operations{0};
        std::atomic<std::uint64_t> claimed{0};
        std::atomic<std::uint64_t> reported{0}; // bytes
    };

    [[nodiscard]] bool settled() const noexcept;
    void reap(bool wait, void (*on_signal)(workers&));

    board* board_ = nullptr;
    int reports_ = -1; // a file that all write to, one line for each
    unsigned jobs_ = 1;
    bool divided_ = false;
    bool first_ = true;
    std::uint32_t children_ = 0; // that have not ended yet
    clock::time_point began_ = clock::now();
    clock::time_point alone_until_ = clock::now();
};

} // namespace heddle::world
