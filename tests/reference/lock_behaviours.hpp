// All that a lock program can do, as the explorer or as Heddle sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace heddle::tests {

/// An access to a plain variable: which step of which thread.
struct plain_access {
    std::size_t thread = 0;
    std::size_t step = 0;

    bool operator==(plain_access const&) const = default;

    bool operator<(plain_access const& other) const {
        return std::tie(thread, step) < std::tie(other.thread, other.step);
    }
};

/// Two accesses that race, the smaller one first.
using racing_pair = std::pair<plain_access, plain_access>;

struct lock_behaviours {
    /// Pairwise different executions, those that end in a deadlock too. Two differ when the order
    /// of operations on a lock, a semaphore or the condition variable, the operation that a failed
    /// try saw, an atomic variable's modification order or a load's source differs.
    std::uint64_t executions = 0;
    bool deadlock = false;          ///< In some execution a thread waits for good.
    std::set<std::string> outcomes; ///< Of the executions in which every thread ends.
    std::set<racing_pair> races;    ///< Heddle does not look for all of them.
};

/// How the behaviours that were seen contradict those that a program has; empty when they do not.
/// A race leaves the rest undefined: of a program that has one nothing else is compared.
std::string difference(lock_behaviours const& expected, lock_behaviours const& seen);

} // namespace heddle::tests
