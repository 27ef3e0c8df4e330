// How the tree of executions is walked. The world runs the program; whenever an operation goes past
// the current graph, the strategy decides what it sees and remembers what else it could have seen.
#pragma once

#include "graph/execution_graph.hpp"
#include "memory_model/memory_model.hpp"
#include "strategy/loop_memory.hpp"

#include <memory>
#include <span>
#include <string>

namespace heddle::strategy {

/// The next operation of a thread that is ready to add one.
struct pending_operation {
    graph::thread_id thread = 0;
    const graph::operation* what = nullptr;
    graph::location_id location = graph::no_location; // if its address already has one
    std::uint64_t loop_state = 0; // of a read in a known loop: the thread's state, else 0
};

/// What becomes of a loop iteration that changed nothing.
enum class fruitless {
    again,   // its read has another source now: the thread is to go through it with that one
    waits,   // its read has become a wait: the thread is to wait
    restart, // the graph has changed elsewhere: the execution is to be run again
    abandon, // the execution is none that has to be explored
};

/// How an execution ended.
enum class ending { complete, blocked, bug };

class strategy {
public:
    virtual ~strategy() = default;

    /// Prepares the graph of the next execution; false when there is none left.
    virtual bool next_execution() = 0;
    /// The graph to follow, and to extend.
    [[nodiscard]] virtual const graph::execution_graph& graph() const = 0;

    /// Whether an execution may be taken up where it begins to differ from the last one.
    [[nodiscard]] virtual bool can_resume() const { return false; }

    /// How many of the first events of the graph are what they were when they were last performed.
    [[nodiscard]] virtual graph::event_id unchanged() const { return 0; }

    /// Which of the enabled operations is added next: an index into `ready`, which is not empty.
    /// Its size means none: all that can come of this has been seen already.
    virtual std::size_t pick(std::span<const pending_operation> ready) = 0;

    /// Whether `pick` would choose this one whatever comes after it in `ready`, if it has chosen
    /// none of those before: the rest need not be looked for.
    [[nodiscard]] virtual bool prefers(const pending_operation&) const { return false; }

    /// Whether a thread that has long computed must come to its operation before another's is
    /// picked: not, if what is picked first makes no difference.
    [[nodiscard]] virtual bool awaits(graph::thread_id) const { return true; }

    /// Whether a thread is known to have more operations, even where it seems to have come back to
    /// where it was.
    [[nodiscard]] virtual bool goes_on(graph::thread_id) const { return false; }

    /// Adds the operation to the graph and returns its (first) event. `initial` is what memory
    /// holds there, for a location that is new.
    virtual graph::event_id add(const pending_operation& next, graph::value initial) = 0;
    /// The iteration of which `read` was the only operation has led back to where it began;
    /// `always`: it depended on nothing but the value read.
    virtual fruitless repeats(graph::event_id read, bool always) = 0;
    [[nodiscard]] virtual loop_memory& loops() = 0;
    /// Forgets every execution, but not what is known of loops: the search begins anew.
    virtual void start_over() = 0;
    virtual void ended(ending how) = 0;
    /// Whether the tree was walked to its end (false for a strategy that only samples).
    [[nodiscard]] virtual bool exhausted() const = 0;

    /// Whether executions are drawn, so that one may come again and the search has no end.
    [[nodiscard]] virtual bool samples() const { return false; }

    /// Whether the execution that ended differs from all before.
    [[nodiscard]] virtual bool is_new() const { return true; }

    /// Whether a part of what is left to explore could be left to another process. The two
    /// processes that there are after a fork call `give_share` and `take_share`: then each explores
    /// what the other does not. Between executions.
    [[nodiscard]] virtual bool can_share() const { return false; }

    virtual void give_share() {}

    virtual void take_share() {}

    /// Forgets the search, and begins a random descent into its tree: `next_execution` and what
    /// comes of it follow one way, drawn at each point, until `probed` has a value. That is the
    /// number of leaves of the tree if every way were like this one, and on average over many
    /// descents the number that it has (Knuth, "Estimating the Efficiency of Backtrack Programs",
    /// 1975).
    [[nodiscard]] virtual bool can_probe() const { return false; }

    virtual void probe(std::uint64_t /*seed*/) {}

    [[nodiscard]] virtual double probed() const { return 0; }

    /// What a search that ended by itself without being exhausted has left out.
    [[nodiscard]] virtual std::string limit() const { return {}; }
};

[[nodiscard]] std::unique_ptr<strategy> exhaustive(graph::clock_pool& clocks,
                                                   const memory_model::memory_model& model);
/// Every execution that at most `preemptions` preemptions lead to.
[[nodiscard]] std::unique_ptr<strategy> bounded(graph::clock_pool& clocks,
                                                const memory_model::memory_model& model,
                                                std::uint32_t preemptions);
/// Executions drawn at random, the same ones for the same seed.
[[nodiscard]] std::unique_ptr<strategy>
random(graph::clock_pool& clocks, const memory_model::memory_model& model, std::uint64_t seed);
[[nodiscard]] std::unique_ptr<strategy>
pct(graph::clock_pool& clocks, const memory_model::memory_model& model, std::uint64_t seed);
[[nodiscard]] std::unique_ptr<strategy>
pos(graph::clock_pool& clocks, const memory_model::memory_model& model, std::uint64_t seed);
[[nodiscard]] std::unique_ptr<strategy>
surw(graph::clock_pool& clocks, const memory_model::memory_model& model, std::uint64_t seed);
/// Follows a token (see token.hpp) once. @throws std::invalid_argument for a malformed token.
[[nodiscard]] std::unique_ptr<strategy> replay(graph::clock_pool& clocks,
                                               const memory_model::memory_model& model,
                                               const std::string& token);

} // namespace heddle::strategy
