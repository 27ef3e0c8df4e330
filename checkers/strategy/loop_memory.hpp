// What is known of spin loops: in which state of a thread which value read keeps it in its loop.
//
// A loop iteration that reads one location, changes nothing and comes back to the same state of the
// thread might as well not have happened: an execution with it and the one without it have the same
// outcome. So such reads are not explored; the thread *waits* until there is a write that lets it
// go on (the reduction of spin loops to `await` of Kokologiannakis, Ren, Vafeiadis, "Dynamic
// Partial Order Reductions for Spinloops", FMCAD 2021, and, for waiting instead of exploring
// executions that end in the wait, "Unblocking Dynamic Partial Order Reduction", CAV 2023). Which
// values those are is found out by running the loop once for each.
#pragma once

#include "graph/types.hpp"

#include <cstdint>
#include <unordered_set>

namespace heddle::strategy {

class loop_memory {
public:
    /// Reading `seen` in `state` leads back to `state`, whatever else the execution is like.
    void remember(std::uint64_t state, graph::value seen) { known_.insert(key(state, seen)); }

    /// In `state` some reads lead back to it, but which depends on more than the value read.
    void remember_unsteady(std::uint64_t state) { unsteady_.insert(state); }

    [[nodiscard]] bool keeps_waiting(std::uint64_t state, graph::value seen) const {
        return state != 0 && known_.contains(key(state, seen));
    }

    [[nodiscard]] bool is_unsteady(std::uint64_t state) const {
        return state != 0 && unsteady_.contains(state);
    }

private:
    // Collisions of these hashes are as unlikely as those of `state`, itself a 64-bit hash.
    static std::uint64_t key(std::uint64_t state, graph::value seen) {
        std::uint64_t h = state;
        for (const std::uint64_t part : {seen.low, seen.high}) {
            h = (h ^ part) * 0x9e37'79b9'7f4a'7c15ull;
            h ^= h >> 32u;
        }
        return h;
    }

    std::unordered_set<std::uint64_t> known_;
    std::unordered_set<std::uint64_t> unsteady_;
};

} // namespace heddle::strategy
