// Counts the instructions that a process executes: a measure of work that other processes on the
// same machine do not change.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace heddle::tests {

/// Counts from the process's next execve on, in user mode, its descendants included.
class instruction_counter {
public:
    explicit instruction_counter(pid_t process);
    ~instruction_counter();
    instruction_counter(instruction_counter const&) = delete;
    instruction_counter& operator=(instruction_counter const&) = delete;

    /// Nothing where the kernel forbids counting, or the (virtual) machine has no counter.
    [[nodiscard]] std::optional<std::uint64_t> count() const;

private:
    int file_ = -1;
};

} // namespace heddle::tests
