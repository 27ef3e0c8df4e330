// Runs a command and says all that a test wants to know of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle::tests {

struct process_result {
    int exit_code = -1; ///< -1 when a signal ended it.
    int signal = 0;
    bool timed_out = false; ///< It and its descendants were killed.
    std::string out;
    std::string err;
    long peak_rss_kb =
        0; ///< The largest of the process and of its descendants that were waited for.
    double seconds = 0;
    double cpu_seconds = 0; ///< In user and kernel mode, of the same processes as peak_rss_kb.
    /// Of the process and of its descendants, in user mode. Nothing when it was not asked for, or
    /// where the kernel or the machine does not count.
    std::optional<std::uint64_t> instructions;
};

struct process_options {
    std::chrono::seconds limit{60};
    std::string directory{}; ///< Working directory; empty: the caller's.
    bool count_instructions = false;
};

/// Runs `command` (its first element is a path) and waits for its end. Standard input is empty.
/// @throws std::system_error when it cannot be started.
process_result run_process(std::vector<std::string> const& command,
                           process_options const& options = {});

/// A directory of its own under the system's temporary directory, removed with all it holds.
class temporary_directory {
public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(temporary_directory const&) = delete;
    temporary_directory& operator=(temporary_directory const&) = delete;

    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_;
};

} // namespace heddle::tests
