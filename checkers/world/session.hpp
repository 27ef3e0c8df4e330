// A search from its first execution to its document.
#pragma once

#include "world/order_sites.hpp"

#include <string>
#include <utility>
#include <vector>

namespace heddle::world {

/// A file's code that spins before it sleeps (bounded_spin.hpp).
struct spins_of_file {
    std::string file;                                            // empty: the executable
    std::uint32_t looks = 0;                                     // of one spin, at most
    std::vector<std::pair<std::uintptr_t, std::uintptr_t>> code; // [first, end), as linked
};

struct options {
    std::string memory_model = "rc11";
    std::string strategy = "exhaustive";
    std::string replay;
    std::uint32_t preemptions = 2; // most in one execution, of the bounded strategy
    std::uint64_t seed = 0;        // of the strategies that sample
    std::uint64_t executions = 0;  // 0: no bound
    double time = 0;               // seconds, 0: no bound
    double watchdog = 10;          // seconds of processor time without an operation
    unsigned jobs = 1;             // processes that explore, at most
    bool keep_going = false;
    bool spurious = false;
    std::vector<spins_of_file> spins;
    bool order_sites = false; // the memory orders of the program's operations are to be told
    std::vector<order_replacement> orders; // … and these to stand in for them
    bool estimate = false;                 // somebody wants to know how large the tree is
};

/// What the tool watches while the search runs (shared memory).
struct status_page {
    std::uint64_t magic;
    std::uint64_t executions;
    std::uint64_t blocked;
    std::uint64_t events;
    std::uint32_t phase; // 0 starting, 1 exploring, 2 finished
    std::uint32_t reserved;
    // Random descents into the tree: how many; the sum of their estimates of its leaves,
    // the sum of the squares of these, and the largest.
    std::uint64_t probes;
    double probed_leaves;
    double probed_squares;
    double probed_largest;
};

/// Explores the executions of `main` and writes the document; returns when that is done.
void explore(int (*main)(int, char**, char**), int argc, char** argv, char** envp,
             const options& wanted, int document_fd, status_page& status);

} // namespace heddle::world
