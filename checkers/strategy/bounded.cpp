// Every execution that some schedule with at most so many preemptions leads to, each counted once.
//
// Musuvathi, Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs",
// PLDI 2007. A preemption is a switch away from a thread whose next operation could take place and
// would bring it on; to switch is free when the thread has finished, or waits for a lock, a
// notification, another thread or, in a spin loop, for a value. Departures:
// - Memory is weak. What a read sees and where a blind write goes are choices of their own, and
// cost
//   nothing.
// - There is one depth-first search with the full bound, not one for each smaller bound.
// - Schedules that lead to the same graph are one: what can be done from a graph depends on nothing
//   but the graph, the thread that ran last, and how many preemptions are left, so that a state is
//   left again when it has been explored with as many left, or with no cut by the bound below it.
//   States and executions are told apart by fingerprints (fingerprint.hpp).
// - An operation on nothing that is shared (a thread's start and finish, a join, a fence, a choice)
//   takes place as soon as it can: it commutes with all that other threads do, so that its order
//   matters to no execution, and it is no preemption.
// - A lock is not tried while it is taken, and a spin loop not gone through in vain, unless no
//   thread can do better: that changes nothing but how the end is reached.
//
// Unlike exhaustive.cpp this keeps a record of all states it has met, and runs into some of them
// again and again: memory and time grow with the number of states, not of executions.
#include "strategy/fingerprint.hpp"
#include "strategy/strategy.hpp"
#include "strategy/variants.hpp"
#include "strategy/wait.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace heddle::strategy {
namespace {

using namespace graph;

constexpr thread_id nobody = max_threads;

// What a state's number in the table of states says: the bound kept some of its moves from being
// tried; all have been tried, once; or all have, and so on to every end. A search that leaves no
// state of the first kind has tried every move of every state.
enum state_mark : std::uint32_t { left_out = 1, tried = 2, whole = 3 };

struct move {
    std::uint32_t operation = 0; // its place among the operations of the node
    variant how;
};

// A state of the search, and what is left to do there.
struct node {
    std::uint32_t size = 0; // events of the graph
    std::uint64_t state = 0;
    thread_id ran_last = nobody;
    thread_id last = nobody;               // the same, if to leave it costs a preemption
    std::uint32_t left = 0;                // preemptions
    std::size_t operations = 0, moves = 0; // where this node's begin in the stacks of them
    std::size_t next = 0;                  // the move to try next
    bool cut_here = false;                 // the bound forbids some of its moves
    bool cut_below = false;                // … or some further on
};

bool is_local(operation_code code) {
    return !reads_state(code) && !writes_blindly(code);
}

class bounded_strategy final : public strategy {
public:
    bounded_strategy(clock_pool& clocks, const memory_model::memory_model& model,
                     std::uint32_t preemptions)
        : graph_(clocks), model_(model), bound_(preemptions) {}

    bool next_execution() override {
        forced_ = false;
        new_ = false;
        if (!started_) {
            last_ = nobody;
            left_ = bound_;
            return started_ = true;
        }
        return backtrack();
    }

    [[nodiscard]] const execution_graph& graph() const override { return graph_; }

    std::size_t pick(std::span<const pending_operation> ready) override {
        if (forced_) return position_of(ready, operations_[moves_[chosen_].operation].thread);
        if (!enter(ready)) return ready.size();
        choose(nodes_.back().moves);
        return position_of(ready, operations_[moves_[chosen_].operation].thread);
    }

    event_id add(const pending_operation& next, value initial) override {
        forced_ = false;
        return add_variant(graph_, next, initial, moves_[chosen_].how);
    }

    // To read the newest value in vain is to wait. What an execution is like in which an older
    // value was read in vain is seen in those in which it was not read.
    fruitless repeats(event_id read, bool always) override {
        const event& r = graph_[read];
        if (always) loops_.remember(r.loop_state, r.seen);
        const bool newest = r.source == graph_.newest_write(r.location) ||
                            (r.exclusive && read + 2 == graph_.size() &&
                             graph_.newest_write(r.location) == read + 1);
        if (!newest || !forget_last_read(graph_, read)) return fruitless::abandon;
        make_wait(graph_, read);
        return fruitless::waits;
    }

    [[nodiscard]] loop_memory& loops() override { return loops_; }

    void start_over() override {
        graph_.clear();
        nodes_.clear();
        operations_.clear();
        copies_.clear();
        moves_.clear();
        states_.clear();
        executions_.clear();
        states_left_out_ = 0;
        started_ = exhausted_ = false;
    }

    void ended(ending how) override {
        if (how == ending::blocked) return; // a dead branch, and seen in another order
        if (how == ending::complete) states_[fingerprint_of_state(graph_)] = whole;
        std::uint32_t& met = executions_[fingerprint_of_execution(graph_)];
        new_ = met == 0;
        met = 1;
    }

    [[nodiscard]] bool is_new() const override { return new_; }

    [[nodiscard]] bool exhausted() const override { return exhausted_ && states_left_out_ == 0; }

    [[nodiscard]] std::string limit() const override {
        return fmt::format("schedules with more than {} preemption{} were left out", bound_,
                           bound_ == 1 ? "" : "s");
    }

private:
    static std::size_t position_of(std::span<const pending_operation> ready, thread_id t) {
        std::size_t i = 0;
        while (i < ready.size() && ready[i].thread != t) ++i;
        return i;
    }

    // How far a state has been explored depends on who ran last. The number is 0, or 1 more than
    // how many preemptions were left.
    static std::uint64_t visit_key(std::uint64_t state, thread_id last) {
        return mix(state, last + std::uint64_t{1});
    }

    [[nodiscard]] bool explored(std::uint64_t state, thread_id last, std::uint32_t left) const {
        return states_.number_of(state) == whole ||
               states_.number_of(visit_key(state, last)) > left;
    }

    // Everything that can be done in a state; false if all that has been seen to already.
    bool enter(std::span<const pending_operation> ready) {
        node n;
        n.size = graph_.size();
        n.state = fingerprint_of_state(graph_);
        n.ran_last = last_;
        n.left = left_;
        n.operations = operations_.size();
        n.moves = n.next = moves_.size();
        if (explored(n.state, last_, left_)) return leave(n.state);
        for (const auto& p : ready) {
            operations_.push_back(p);
            copies_.push_back(*p.what);
        }
        list_moves(n);
        if (n.last != last_ && explored(n.state, n.last, left_)) {
            forget(n);
            return leave(n.state);
        }
        nodes_.push_back(n);
        return true;
    }

    // The state need not be explored; that may be because more had been left out there.
    bool leave(std::uint64_t state) {
        if (!nodes_.empty() && states_.number_of(state) != whole) nodes_.back().cut_below = true;
        return false;
    }

    void list_moves(node& n) {
        ways_.clear();
        const std::size_t count = operations_.size() - n.operations;
        for (std::size_t i = 0; i < count; ++i) {
            const pending_operation p = stored(n.operations + i);
            if (!is_local(p.what->code)) continue;
            list_variants(graph_, model_, loops_, p, ways_);
            for (const variant& w : ways_)
                moves_.push_back({static_cast<std::uint32_t>(n.operations + i), w});
            return;
        }
        std::size_t able = 0;  // threads that can go on
        std::size_t loops = 0; // … but may wait in a spin loop as well
        std::array<std::size_t, max_threads> ends{};
        std::uint64_t spinning = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t before = ways_.size();
            const pending_operation p = stored(n.operations + i);
            if (!blocks(graph_, p)) list_variants(graph_, model_, loops_, p, ways_);
            ends[i] = ways_.size();
            const bool spins_here = spins(graph_, loops_, p);
            if (spins_here) spinning |= std::uint64_t{1} << i;
            if (ends[i] == before) continue;
            ++able;
            loops += spins_here ? 1 : 0;
            // A thread whose loop the newest value does not end may be left.
            if (p.thread == last_ && !spins_here) n.last = p.thread;
        }
        if (able == 0) {
            // All that is left to do is to block and to wait, in any order.
            moves_.push_back({static_cast<std::uint32_t>(n.operations), end_of_thread(n)});
            return;
        }
        for (const bool own : {true, false}) {
            for (std::size_t i = 0; i < count; ++i) {
                const thread_id t = operations_[n.operations + i].thread;
                if ((t == last_) != own) continue;
                const std::size_t begin = i == 0 ? 0 : ends[i - 1];
                if (begin == ends[i]) continue;
                if (n.last != nobody && t != n.last && left_ == 0) {
                    n.cut_here = true;
                    continue;
                }
                const auto which = static_cast<std::uint32_t>(n.operations + i);
                for (std::size_t w = begin; w < ends[i]; ++w) moves_.push_back({which, ways_[w]});
                // Where older values end the loop, to wait matters only when all others wait too.
                if (((spinning >> i) & 1u) != 0 && loops == able)
                    moves_.push_back({which, {.waits = true}});
            }
        }
    }

    variant end_of_thread(const node& n) {
        const pending_operation p = stored(n.operations);
        if (!blocks(graph_, p)) return {.waits = true};
        return {static_cast<std::uint32_t>(graph_.at(p.location).order.size() - 1), 0};
    }

    // The thread's own operation changes while it runs.
    [[nodiscard]] pending_operation stored(std::size_t at) const {
        pending_operation p = operations_[at];
        p.what = &copies_[at];
        return p;
    }

    // Takes a move of the newest node.
    void choose(std::size_t which) {
        node& n = nodes_.back();
        n.next = which + 1;
        chosen_ = which;
        last_ = n.ran_last;
        left_ = n.left;
        const pending_operation p = stored(moves_[which].operation);
        if (is_local(p.what->code) || p.thread == last_) return;
        last_ = p.thread;
        left_ -= n.last != nobody ? 1 : 0;
    }

    void forget(const node& n) {
        operations_.resize(n.operations);
        copies_.resize(n.operations);
        moves_.resize(n.moves);
    }

    bool backtrack() {
        while (!nodes_.empty()) {
            node& n = nodes_.back();
            graph_.truncate(n.size);
            if (n.next == moves_.size()) {
                finish(n);
                continue;
            }
            choose(n.next);
            const pending_operation p = stored(moves_[chosen_].operation);
            if (p.what->address != 0 && p.location == no_location) {
                forced_ = true; // only the program's memory tells what is there at first
                return true;
            }
            add_variant(graph_, p, {}, moves_[chosen_].how);
            const std::uint64_t state = fingerprint_of_state(graph_);
            if (!explored(state, last_, left_)) return true;
            leave(state);
        }
        exhausted_ = true;
        return false;
    }

    void finish(const node& n) {
        const bool is_whole = !n.cut_here && !n.cut_below;
        std::uint32_t& mark = states_[n.state];
        if (is_whole || !n.cut_here) {
            states_left_out_ -= mark == left_out ? 1 : 0;
            mark = is_whole || mark == whole ? whole : tried;
        } else if (mark == 0) {
            mark = left_out;
            ++states_left_out_;
        }
        for (const thread_id last : {n.last, n.ran_last}) {
            std::uint32_t& visited = states_[visit_key(n.state, last)];
            visited = std::max(visited, n.left + 1);
        }
        forget(n);
        nodes_.pop_back();
        if (!is_whole && !nodes_.empty()) nodes_.back().cut_below = true;
    }

    execution_graph graph_;
    const memory_model::memory_model& model_;
    loop_memory loops_;
    std::uint32_t bound_;

    std::vector<node> nodes_;
    std::vector<pending_operation> operations_;
    std::vector<operation> copies_; // what the operations point to
    std::vector<move> moves_;
    std::vector<variant> ways_;
    std::size_t chosen_ = 0;  // the move that led, or leads, on from the newest node
    bool forced_ = false;     // … and is still to be added
    thread_id last_ = nobody; // the thread that made it
    std::uint32_t left_ = 0;  // preemptions after it

    fingerprint_map states_;
    fingerprint_map executions_;
    std::size_t states_left_out_ = 0;
    bool started_ = false;
    bool exhausted_ = false;
    bool new_ = false;
};

} // namespace

std::unique_ptr<strategy> bounded(clock_pool& clocks, const memory_model::memory_model& model,
                                  std::uint32_t preemptions) {
    return std::make_unique<bounded_strategy>(clocks, model, preemptions);
}

} // namespace heddle::strategy
