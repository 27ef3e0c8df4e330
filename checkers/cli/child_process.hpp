/// @file
/// Child processes: started with the address space they need, watched together on one thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace heddle::cli {

/// Owns an anonymous file in memory, which a child inherits under a number of its own.
class memory_file {
public:
    /// @throws std::system_error when the kernel refuses.
    explicit memory_file(const char* name);
    ~memory_file();

    memory_file(memory_file&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

    memory_file& operator=(memory_file&&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }

    /// Everything that was written so far.
    [[nodiscard]] std::string contents() const;

private:
    int descriptor_;
};

/// A program to start.
struct child_command {
    std::vector<std::string> arguments;                           ///< the program's path first
    std::vector<std::pair<std::string, std::string>> environment; ///< added or replaced
    /// Descriptors that the child keeps. Their numbers stay the same.
    std::vector<int> inherited;
    /// Takes standard output and error (standard input is then empty); -1: they are this process's.
    int output = -1;
    /// Without `output`: standard output goes where standard error goes.
    bool output_to_error = false;
    std::optional<std::chrono::duration<double>> timeout; ///< then it is killed
};

/// How a child ended.
struct child_end {
    bool exited = false; ///< else a signal ended it
    int status = 0;      ///< exit status or signal number
    bool timed_out = false;
    double seconds = 0;
};

/// Runs children side by side. Single-threaded: everything happens inside `run`, which waits for
/// SIGCHLD and for the signals that end this process, so the object must be the only one.
class child_group {
public:
    child_group();
    ~child_group();
    child_group(const child_group&) = delete;
    child_group& operator=(const child_group&) = delete;

    /// Starts a child without address-space randomisation.
    /// @param on_end called from `run`; may start further children
    /// @throws usage_error when the program cannot be executed.
    void start(const child_command& command, std::function<void(const child_end&)> on_end);

    /// Waits until no child is left. SIGINT, SIGTERM and SIGHUP go to every child once; a second
    /// one kills them.
    /// @param on_tick called about twice a second
    void run(const std::function<void()>& on_tick);

    /// The signal that ended `run` early, or 0.
    [[nodiscard]] int interrupted_by() const { return interrupted_by_; }

    /// Children that run now.
    [[nodiscard]] std::size_t size() const { return children_.size(); }

private:
    using clock = std::chrono::steady_clock;

    struct child {
        pid_t process = 0;
        clock::time_point started;
        std::optional<clock::time_point> deadline;
        bool timed_out = false;
        std::function<void(const child_end&)> on_end;
    };

    void reap();
    void kill_late();
    void pass_on(const siginfo_t& signal);

    sigset_t handled_{};
    sigset_t former_{};
    std::vector<child> children_;
    int interrupted_by_ = 0;
    clock::time_point interrupted_at_{};
};

} // namespace heddle::cli
