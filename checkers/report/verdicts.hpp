/// @file
/// The verdicts' names, what each means in one sentence, and the exit code it gives `heddle run`.
#pragma once

#include <string_view>

namespace heddle::report {

/// Exit codes of the command line; the same for every command.
enum class exit_code : int {
    success = 0,      ///< no bug and a complete search; `check`: every verdict as expected
    bug_found = 1,    ///< `check`: some verdict is not as expected
    usage = 2,        ///< the command line is wrong, or PROGRAM cannot be started
    incomplete = 3,   ///< no bug, but a bound or a budget ended the search
    not_checkable = 4 ///< nondeterministic, or something that is not simulated
};

/// Whether the name is one of the contract's verdicts.
[[nodiscard]] bool is_verdict(std::string_view name);

/// A sentence that starts in lower case: `two accesses …`. Empty for an unknown name.
[[nodiscard]] std::string_view meaning_of(std::string_view verdict);

[[nodiscard]] exit_code exit_code_of(std::string_view verdict);

} // namespace heddle::report
