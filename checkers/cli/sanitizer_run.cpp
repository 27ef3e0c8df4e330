#include "cli/sanitizer_run.hpp"

#include <array>

namespace heddle::cli {
namespace {

constexpr int report_status = 66;
constexpr double seconds_until_hang = 5;

struct sign {
    std::string_view text;
    std::string_view verdict;
};

/// In this order: a report's title says more than how the process ended.
constexpr std::array signs{
    sign{"ThreadSanitizer: data race", "data_race"},
    sign{"ThreadSanitizer: lock-order-inversion", "deadlock"},
    sign{"ThreadSanitizer: heap-use-after-free", "use_after_free"},
    sign{"ThreadSanitizer: double lock of a mutex", "lock_misuse"},
    sign{"ThreadSanitizer: unlock of an unlocked mutex", "lock_misuse"},
    sign{"ThreadSanitizer: read lock of a write locked mutex", "lock_misuse"},
    sign{"ThreadSanitizer: destroy of a locked mutex", "lock_misuse"},
    sign{"terminate called", "uncaught_exception"},
    sign{"Assertion `", "assertion_failed"},
};

} // namespace

child_command sanitizer_command(const std::string& program, const std::string& scenario,
                                int output) {
    child_command command;
    command.arguments = {program, scenario};
    command.output = output;
    // Threads that outlive main are no finding here; see the convention in the README.
    command.environment = {{"TSAN_OPTIONS",
                            "halt_on_error=1 exitcode=66 detect_deadlocks=1 report_thread_leaks=0 "
                            "abort_on_error=0"}};
    command.timeout = std::chrono::duration<double>(seconds_until_hang);
    return command;
}

std::string sanitizer_verdict_of(const child_end& end, const std::string& output) {
    if (end.timed_out) return "hang";
    if (end.exited && end.status == 0) return "silent";
    for (const sign& each : signs)
        if (output.find(each.text) != std::string::npos) return std::string(each.verdict);
    // exit() with another status is the program's own affair, as under the model checker.
    if (end.exited && end.status != report_status) return "silent";
    return "crash";
}

} // namespace heddle::cli
