/// @file
/// The document that the runtime writes when a search ends: counts, a verdict, and a bug whose
/// places are still numbers. `resolve.hpp` turns it into a `run_report`, whose places have names.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle::report {

using address = std::uint64_t;
/// Return addresses, innermost first.
using raw_stack = std::vector<address>;

/// A file that was mapped into the checked process.
struct raw_module {
    std::string path;
    address bias = 0; ///< what was added to the file's own addresses
    address begin = 0;
    address end = 0; ///< one past the last mapped byte
};

struct raw_thread {
    int id = 0;
    std::string state; ///< running, finished or blocked
    std::string waiting_for;
    raw_stack stack;
    raw_stack created;
};

struct raw_access {
    int thread = 0;
    std::string operation;
    address location = 0;
    std::uint64_t size = 0;
    bool atomic = false;
    raw_stack stack;
    std::int64_t step = -1; ///< index into the trace, or -1
};

struct raw_object {
    address location = 0;
    std::uint64_t size = 0;
    std::string kind; ///< heap, global, stack, thread_local, or named (by the program)
    std::string name; ///< of a named one
    int thread = 0;
    raw_stack stack; ///< of the allocation
};

struct raw_step {
    int thread = 0;
    std::string operation;
    std::string order;
    address location = 0;
    std::uint64_t size = 0;
    std::string object_kind;
    std::string value;
    std::optional<std::int64_t> reads_from; ///< -1 is the initial value
    raw_stack stack;
    std::string note;
};

struct raw_bug {
    std::string kind;
    std::string message;
    std::string replay;
    raw_stack stack;
    std::vector<raw_thread> threads;
    std::vector<raw_access> accesses;
    std::vector<raw_object> objects;
    std::vector<raw_step> trace;
};

struct raw_outcome {
    std::string text;
    std::uint64_t executions = 0;
    std::string replay;
};

/// A place where an atomic operation is called.
struct raw_order_site {
    address pc = 0; ///< the call's return address
    std::string operation;
    std::string order;
    std::string failure_order; ///< of a compare_exchange; else empty
};

struct raw_report {
    std::string verdict;
    bool complete = false;
    std::string memory_model;
    std::string strategy;
    std::optional<std::uint64_t> seed; ///< of a strategy that samples
    std::uint64_t executions = 0;
    std::uint64_t blocked = 0;
    std::uint64_t events = 0;     ///< of all executions' graphs
    std::uint64_t operations = 0; ///< that were simulated, repetitions included
    std::string checkpoints;      ///< "used", or why not
    double seconds = 0;
    std::string incomplete_reason;
    std::vector<raw_module> modules;
    std::vector<std::string> warnings;
    std::vector<raw_bug> bugs; ///< the first one is the verdict's
    std::vector<raw_outcome> outcomes;
    std::uint64_t unlisted = 0;              ///< executions whose outcomes are not among these
    std::vector<raw_order_site> order_sites; ///< if they were asked for
    std::optional<raw_bug> replayed;         ///< what a replay without a bug did
};

/// Reads the runtime's document. Absent keys keep their defaults, so that an older runtime's
/// document still makes a report.
/// @throws nlohmann::json::exception when a key has the wrong type.
[[nodiscard]] raw_report parse_raw_report(const nlohmann::json& document);

} // namespace heddle::report
