/// @file
/// One program under the model checker: what to start, and what it found.
#pragma once

#include "cli/child_process.hpp"
#include "cli/options.hpp"
#include "cli/status_page.hpp"
#include "report/run_report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heddle::cli {

/// Holds what the child writes into: a document at the end, and a page of counts meanwhile.
class search {
public:
    /// @param program the program's path and its arguments
    /// @throws usage_error when the program cannot be checked
    search(std::vector<std::string> program, search_options options);
    search(search&&) = default;

    /// What `child_group::start` takes. The program's output is this process's.
    [[nodiscard]] child_command command() const;

    /// The counts so far.
    [[nodiscard]] status_page status() const;

    /// What the child found; to be called when it has ended. A child that died without a word
    /// becomes a `crash`, or `unsupported` when it had not begun to search.
    [[nodiscard]] report::run_report finish(const child_end& end) const;

private:
    [[nodiscard]] report::run_report without_document(const child_end& end) const;

    std::vector<std::string> program_;
    search_options options_;
    std::vector<std::string> warnings_; ///< options that the runtime does not serve
    memory_file result_;
    memory_file status_;
};

/// The command as the user typed it, for the commands that reports suggest.
void set_own_name(std::string name);
[[nodiscard]] const std::string& own_name();

} // namespace heddle::cli
