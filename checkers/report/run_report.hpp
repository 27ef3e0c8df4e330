/// @file
/// What a search found, with every place named: the input of all printers. Plain data, so that a
/// golden test can write one down without a runtime.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle::report {

/// One function activation; an inlined function has a frame of its own.
struct frame {
    std::string function;
    std::string file; ///< as shown: relative to the current directory when below it
    unsigned line = 0;
    bool library = false; ///< a system header or library, not the user's code
    bool inlined = false;
    std::string source_file; ///< where to read the source line from; may be empty
};

/// Innermost frame first.
using call_stack = std::vector<frame>;

/// Something that the program accesses.
struct object_name {
    std::string full;  ///< `heap block of 8 bytes allocated at queue.cpp:7`
    std::string brief; ///< `block A`: fits in a table; the same text as `full` when that is short
};

struct step {
    int thread = 0;
    std::string operation;
    std::string order; ///< memory order; empty for a plain access or an object's operation
    object_name object;
    std::string value;
    std::optional<std::int64_t> reads_from; ///< index of a step; -1 is the initial value
    bool stale = false; ///< a newer write to the location stands between the read and its source
    std::string note;
    call_stack stack;
};

struct thread_state {
    int id = 0;
    std::string state; ///< running, finished or blocked
    std::string waiting_for;
    call_stack stack;
    call_stack created;
};

struct access {
    int thread = 0;
    std::string operation; ///< read, write, …, or `free`, `allocation` for what happened earlier
    object_name object;
    std::uint64_t size = 0;
    bool atomic = false;
    call_stack stack;
    std::int64_t step = -1; ///< index into the trace, or -1
};

struct bug {
    std::string kind;
    std::string message;
    std::string replay; ///< token for `heddle replay`
    call_stack stack;
    std::vector<thread_state> threads;
    std::vector<access> accesses;
    std::vector<step> trace;
};

/// What came out of executions: all that told the same (`heddle::outcome`).
struct outcome {
    std::string text;
    std::uint64_t executions = 0;
    std::string replay; ///< token of one of them; empty when it is too long to be typed
};

/// A place where the program calls an atomic operation.
struct order_site {
    std::uint64_t pc = 0; ///< tells it from others
    std::string operation;
    std::string order;
    std::string failure_order; ///< of a compare_exchange; else empty
    call_stack stack;          ///< of the place alone, functions that it was inlined into included
};

struct run_report {
    std::string program;
    std::vector<std::string> arguments;
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
    std::vector<std::string> warnings;
    std::vector<bug> bugs;         ///< the first one is the verdict's
    std::vector<outcome> outcomes; ///< distinct, sorted
    std::uint64_t unlisted = 0;    ///< executions with outcomes that were too many to be listed
    std::vector<order_site> order_sites; ///< if they were asked for
    std::optional<bug> replayed;         ///< the execution that was replayed, if it shows no bug
    std::string replay_command; ///< what to type before the token: `heddle replay --spurious`
};

/// The frame that a user would call "where it happened": the innermost one in the user's code, or
/// the innermost one that has a source line. nullptr for an empty stack.
[[nodiscard]] const frame* place_of(const call_stack& stack);

/// `file.cpp:12`; `function` when the line is unknown; empty for nullptr and for a place inside a
/// library that has no line.
[[nodiscard]] std::string to_location(const frame* place);

/// Where the bug is: its own stack's place, else that of the first access, else that of a blocked
/// thread, else that of the last step.
[[nodiscard]] std::string location_of(const bug& found);

} // namespace heddle::report
