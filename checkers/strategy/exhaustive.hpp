// The state of the exhaustive search, and its parts: exhaustive.cpp walks the tree,
// exhaustive_revisit.cpp gives earlier reads a new source, exhaustive_loop.cpp reads in spin loops.
// Not for others to include: see strategy.hpp.
#pragma once

#include "strategy/random_numbers.hpp"
#include "strategy/strategy.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace heddle::strategy {

using graph::clock_pool;
using graph::event;
using graph::event_id;
using graph::execution_graph;
using graph::no_event;
using graph::value;

constexpr std::uint32_t nowhere = 0xffff'ffff;

// Something else that could be done at an event, once the graph is cut back to it.
struct alternative {
    enum class kind : std::uint8_t { source, place, choice, revisit } what;
    // choice: of an update that cannot stay where it is; revisit: of the update in its way
    bool conflicting = false;
    event_id event = no_event;
    event_id read = no_event;     // revisit: the read that `event` gives a new source
    std::uint32_t next = 0;       // the next place or choice to try
    std::uint32_t last = 0;       // the last one
    std::uint32_t skip = nowhere; // source: a place that has been tried

    // How many are left to try.
    [[nodiscard]] std::uint32_t count() const noexcept {
        if (what == kind::revisit) return 1;
        return (what == kind::choice ? last - next : next - last) + 1;
    }
};

// A graph and what is left to try in it. A backward revisit starts a new frame.
struct frame {
    explicit frame(clock_pool& clocks) : g(clocks) {}

    execution_graph g;
    std::vector<alternative> alternatives;
    event_id revisited = no_event;   // the read this frame began by revisiting …
    event_id revisitor = no_event;   // … and the write that did
    std::uint32_t base_size = 0;     // events of the graph when the frame began
    std::uint32_t clocks_before = 0; // size of the pool when the frame began
    std::uint32_t base_clocks = 0;   // … and before the revisited read got its new clocks
    event_id shared = 0;             // the first events, those of the frame below it too
};

class exhaustive_strategy final : public strategy {
public:
    exhaustive_strategy(clock_pool& clocks, const memory_model::memory_model& model)
        : clocks_(clocks), model_(model) {
        push_frame();
    }

    bool next_execution() override;

    [[nodiscard]] const graph::execution_graph& graph() const override {
        return frames_[depth_ - 1]->g;
    }

    // Writers first, so that readers find what they may read and need fewer revisits; then by
    // thread.
    std::size_t pick(std::span<const pending_operation> ready) override;

    [[nodiscard]] bool prefers(const pending_operation& next) const override;

    [[nodiscard]] bool awaits(graph::thread_id) const override { return false; }

    event_id add(const pending_operation& next, value initial) override;

    [[nodiscard]] bool can_resume() const override { return true; }

    [[nodiscard]] graph::event_id unchanged() const override { return unchanged_; }

    fruitless repeats(event_id read, bool always) override;

    [[nodiscard]] loop_memory& loops() override { return loops_; }

    void start_over() override;

    void ended(ending) override {}

    [[nodiscard]] bool exhausted() const override { return exhausted_; }

    // What is given away is of the oldest alternatives, as they have most below them.
    [[nodiscard]] bool can_share() const override;
    void give_share() override;
    void take_share() override;

    [[nodiscard]] bool can_probe() const override { return true; }

    void probe(std::uint64_t seed) override;

    [[nodiscard]] double probed() const override { return probed_; }

private:
    // The tree (exhaustive.cpp).
    frame& top() { return *frames_[depth_ - 1]; }

    void push(const alternative& a) { top().alternatives.push_back(a); }

    frame& push_frame();

    // A frame that has nothing left to try need not be kept below the one on top of it.
    void replace_exhausted_parent();

    void pop_frame();

    void add_read(event_id id);

    // Returns whether the update can stay: no other update reads from the same write.
    bool add_update(event_id read);

    void add_write(event_id id);

    // Notes that events from `id` on differ now from what has been performed.
    void changed_from(event_id id) { unchanged_ = std::min(unchanged_, id); }

    // Moves to the next alternative; false when nothing is left.
    bool backtrack();

    // In a descent: draws one of the alternatives that were found last and, if the way that is
    // being taken goes on, that. The rest are forgotten.
    void descend(bool goes_on);

    // The index of the frame that has the oldest alternatives.
    [[nodiscard]] std::size_t oldest_frame() const;

    // Forgets all that is left to try but what it was given.
    void keep_to_share();

    // Tries an alternative; false when it leads nowhere.
    bool attempt(const alternative& a);

    bool change_source(event_id read, std::uint32_t place);

    bool change_place(event_id write, std::uint32_t place);

    bool change_choice(const alternative& a);

    // Backward revisits (exhaustive_revisit.cpp).
    static bool is_revisitable(const graph::event& e) { return is_read(e) && !e.blocked; }

    // The reads that `write` may give itself to. All events that this would delete, and the read,
    // must have been added maximally, else the same execution is reached in another way too.
    void find_revisits(event_id write, event_id conflict);

    bool revisit(const alternative& a);

    // The revisited read has its new source: works out what follows from it.
    bool resume_revisited();

    // Adds the write halves whose read halves were kept.
    bool complete_updates();

    // Reads in spin loops (exhaustive_loop.cpp).
    void add_loop_read(event_id id);

    // Whether the newest write may let the thread of a loop read go on, as far as is known.
    [[nodiscard]] bool may_read_newest(event_id read);

    // The read that was added last keeps its thread in a loop: it is to wait instead.
    void wait_instead(event_id read);

    // The revisited read would keep its thread in a loop: it becomes a wait.
    bool wait_for_revisitor();

    clock_pool& clocks_;
    const memory_model::memory_model& model_;
    std::vector<std::unique_ptr<frame>> frames_;
    std::size_t depth_ = 0;
    loop_memory loops_;
    event_id tried_ = no_event; // a loop read whose first choices are being tried
    std::vector<event_id> renamed_;
    event_id unchanged_ = 0;
    bool started_ = false;
    bool exhausted_ = false;
    bool takes_share_ = false;

    // A descent (exhaustive_probe.cpp).
    bool probes_ = false;
    bool diverted_ = false; // an alternative was drawn: this execution leads nowhere
    double ways_ = 1;       // there were, all in all
    double probed_ = 0;
    random_numbers numbers_;
};

} // namespace heddle::strategy
