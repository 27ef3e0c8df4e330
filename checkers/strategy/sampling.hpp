// What the strategies that sample executions share: they differ in whose turn it is.
//
// Each execution starts from an empty graph, and operations are added at its end. The numbers that
// it is made of depend on the seed and on its own number only, and on what earlier executions have
// taught (lengths, loops).
//
// The papers behind the strategies know interleavings only. What weak memory adds is the same for
// all of them: a read sees any of the writes that it may see, each with the same probability; a
// blind write goes to the end of its modification order half of the time, and else to any place
// where it may go. So is what spin loops need: a thread whose loop the newest value does not end is
// not scheduled while others can go on, and in every other execution no thread at the head of a
// loop is, so that a loop of several reads does not always see them too early. When a loop
// has read an older value in vain it reads the newest, and when that one is in vain too it waits.
#pragma once

#include "strategy/fingerprint.hpp"
#include "strategy/random_numbers.hpp"
#include "strategy/variants.hpp"

namespace heddle::strategy {

class sampling : public strategy {
public:
    sampling(graph::clock_pool& clocks, const memory_model::memory_model& model,
             std::uint64_t seed);

    bool next_execution() final;

    [[nodiscard]] const graph::execution_graph& graph() const final { return graph_; }

    std::size_t pick(std::span<const pending_operation> ready) final;
    graph::event_id add(const pending_operation& next, graph::value initial) final;
    fruitless repeats(graph::event_id read, bool always) final;

    [[nodiscard]] loop_memory& loops() final { return loops_; }

    /// Only the current execution begins anew: those before it were executions all the same.
    void start_over() final { again_ = true; }

    void ended(ending how) final;

    [[nodiscard]] bool exhausted() const final { return false; }

    [[nodiscard]] bool samples() const final { return true; }

    [[nodiscard]] bool is_new() const final { return new_; }

protected:
    random_numbers& numbers() { return numbers_; }

    /// An execution begins.
    virtual void begin() {}

    /// Whose turn it is: an index into `ready`, which has more than one element.
    virtual std::size_t choose(std::span<const pending_operation> ready) = 0;

    /// This operation takes place now; `ready` has it and its rivals.
    virtual void takes_place(const pending_operation&, std::span<const pending_operation>) {}

    /// An execution has come to its end.
    virtual void learn() {}

private:
    variant draw(const pending_operation& next);

    graph::execution_graph graph_;
    graph::clock_pool& clocks_;
    const memory_model::memory_model& model_;
    loop_memory loops_;
    std::uint64_t seed_;
    std::uint64_t number_ = 0; // of the current execution
    bool again_ = false;
    bool patient_ = false; // loops are entered when nothing else is left to do
    std::uint32_t clocks_before_;
    random_numbers numbers_;
    std::vector<pending_operation> able_; // the operations that make progress …
    std::vector<std::size_t> position_;   // … and where in `ready` they are
    std::vector<variant> variants_;
    fingerprint_map known_; // the executions met so far
    bool new_ = false;
};

} // namespace heddle::strategy
