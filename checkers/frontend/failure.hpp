// How an interposed function ends the execution it is in.
#pragma once

#include "heddle/verdict.hpp"

#include <string_view>

namespace heddle::frontend {

/// Leaves simulation, so that the message is built on the real heap, and reports a bug.
[[noreturn]] void report_bug(verdict kind, std::string_view message);

/// Reports that the current thread unlocks `what` ("a spin lock"), which it does not hold.
[[noreturn]] void report_not_held(std::string_view what);

/// Leaves simulation and ends the search: the program called something that is not simulated.
[[noreturn]] void refuse(std::string_view what);

/// The program's constructors call `what`, which has a meaning in executions only, and those begin
/// with main: reports that as `unsupported` and ends the process. (start.cpp)
[[noreturn]] void refuse_before_main(const char* what) noexcept;

} // namespace heddle::frontend
