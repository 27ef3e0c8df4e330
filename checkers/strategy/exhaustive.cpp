// Every execution, each exactly once, in memory polynomial in the program's length.
//
// TruSt: Kokologiannakis, Marmanis, Gladstein, Vafeiadis, "Truly Stateless, Optimal Dynamic Partial
// Order Reduction", POPL 2022. Departures:
// - A blocking operation (may_block: mutex_lock, …) that finds its object taken adds one *blocked
//   attempt*: a read that is never revisited, after which the thread waits until the newest state
//   lets it proceed and then reads afresh. This is sound because the operations on such an object
//   form one chain of updates: whatever the next attempt reads has the first one's source in its
//   causal prefix already. So a lock that is handed over costs no dead branch.
// - The outcome of a choice (which waiter notify_one wakes) counts as maximally added when it is
// the
//   first one.
#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"
#include "strategy/strategy.hpp"

#include <algorithm>
#include <vector>

namespace heddle::strategy {
namespace {

using namespace graph;

// Something else that could be done at an event, once the graph is cut back to it.
struct alternative {
    enum class kind : std::uint8_t { source, place, choice, revisit } what;
    bool conflicting = false; // choice: of an update that cannot stay where it is
    event_id event = no_event;
    event_id read = no_event; // revisit: the read that `event` gives a new source
    std::uint32_t next = 0;   // the next place or choice to try
    std::uint32_t last = 0;   // the last one
};

// A graph and what is left to try in it. A backward revisit starts a new frame.
struct frame {
    explicit frame(clock_pool& clocks) : g(clocks) {}

    execution_graph g;
    std::vector<alternative> alternatives;
    event_id revisited = no_event;   // the read this frame began by revisiting …
    event_id revisitor = no_event;   // … and the write that did
    std::uint32_t clocks_before = 0; // size of the pool when the frame began
    std::uint32_t base_clocks = 0;   // … and before the revisited read got its new clocks
};

class exhaustive_strategy final : public strategy {
public:
    exhaustive_strategy(clock_pool& clocks, const memory_model::memory_model& model)
        : clocks_(clocks), model_(model) {
        push_frame();
    }

    bool next_execution() override {
        if (!started_) return started_ = true;
        return backtrack();
    }

    [[nodiscard]] const execution_graph& graph() const override { return frames_[depth_ - 1]->g; }

    // Writers first, so that readers find what they may read and need fewer revisits; then by
    // thread.
    std::size_t pick(std::span<const pending_operation> ready) override {
        const auto rank = [](const pending_operation& p) {
            if (p.what->code == operation_code::load) return 1;
            return p.what->code == operation_code::condition_timed_wake ? 2 : 0;
        };
        std::size_t best = 0;
        for (std::size_t i = 1; i < ready.size(); ++i) {
            if (rank(ready[i]) < rank(ready[best])) best = i;
        }
        return best;
    }

    event_id add(const pending_operation& next, value initial) override {
        execution_graph& g = top().g;
        const event_id id = append_event(g, next, initial);
        if (is_read(g[id])) {
            add_read(id);
        } else if (is_write(g[id])) {
            add_write(id);
        } else {
            settle_other(g, id);
            if (g[id].choices > 1) {
                push({.what = alternative::kind::choice,
                      .event = id,
                      .next = 1,
                      .last = g[id].choices - 1});
            }
        }
        return id;
    }

    void ended(ending) override {}

    [[nodiscard]] bool exhausted() const override { return exhausted_; }

private:
    frame& top() { return *frames_[depth_ - 1]; }

    void push(const alternative& a) { top().alternatives.push_back(a); }

    frame& push_frame() {
        if (depth_ == frames_.size()) frames_.push_back(std::make_unique<frame>(clocks_));
        frame& f = *frames_[depth_++];
        f.g.clear();
        f.alternatives.clear();
        f.revisited = f.revisitor = no_event;
        f.clocks_before = clocks_.size();
        return f;
    }

    void pop_frame() {
        clocks_.truncate(top().clocks_before);
        --depth_;
    }

    void add_read(event_id id) {
        execution_graph& g = top().g;
        const std::uint32_t chosen = default_place(g, id);
        const places range = readable(g, id);
        if (chosen > range.first) {
            push({.what = alternative::kind::source,
                  .event = id,
                  .next = chosen - 1,
                  .last = range.first});
        }
        g.read_from(id, g.at(g[id].location).order[chosen]);
        settle_read(g, id);
        if (g[id].exclusive) add_update(id);
    }

    // Returns whether the update can stay: no other update reads from the same write.
    bool add_update(event_id read) {
        execution_graph& g = top().g;
        const event_id conflict = conflict_of(g, read);
        const event_id write = append_update(g, read, 0);
        if (g[write].choices > 1) {
            push({.what = alternative::kind::choice,
                  .conflicting = conflict != no_event,
                  .event = write,
                  .next = 1,
                  .last = g[write].choices - 1});
        }
        find_revisits(write, conflict);
        return conflict == no_event;
    }

    void add_write(event_id id) {
        execution_graph& g = top().g;
        event& w = g[id];
        w.written = blind_value(w.code, w.operand);
        const places range = writable(g, id);
        // The operations on an object are a chain: a blind write of its owner ends it.
        if (g.at(w.location).atomic && range.last > range.first) {
            push({.what = alternative::kind::place,
                  .event = id,
                  .next = range.last - 1,
                  .last = range.first});
        }
        g.insert_write(id, range.last);
        memory_model::publish(g, id);
        find_revisits(id, no_event);
    }

    // Whether `e` is in the causal prefix of `write`.
    static bool in_prefix(const execution_graph& g, const event& e, const event& write) {
        if (e.thread == write.thread) return e.index < write.index;
        return g.clocks().at(write.causal, e.thread) >= e.index;
    }

    // The reads that `write` may give itself to. All events that this would delete, and the read,
    // must have been added maximally, else the same execution is reached in another way too.
    void find_revisits(event_id write, event_id conflict) {
        execution_graph& g = top().g;
        const event& w = g[write];
        event_id earliest = no_event;
        const auto& last = g.at(w.location).last;
        for (thread_id t = 0; t < last.size(); ++t) {
            if (t == w.thread) continue;
            for (event_id id = last[t]; id != no_event; id = g[id].previous_here) {
                if (in_prefix(g, g[id], w)) break;
                if (is_read(g[id]) && !g[id].blocked) earliest = std::min(earliest, id);
            }
        }
        if (earliest == no_event) return;
        for (event_id id = write; id-- > earliest;) {
            const event& e = g[id];
            if (in_prefix(g, e, w)) continue;
            if (!maximally_added(g, id, w)) return;
            if (!is_read(e) || e.blocked || e.location != w.location) continue;
            if (conflict != no_event && id > conflict) continue;
            if (e.code == operation_code::condition_timed_wake && !can_wake_by(g, e, write))
                continue;
            push({.what = alternative::kind::revisit, .event = write, .read = id});
        }
    }

    // A timed waiter reads the notification that chose it, or a state in which it still waits.
    static bool can_wake_by(const execution_graph& g, const event& waiter, event_id write) {
        const std::uint64_t bit = waiter_bit(waiter.thread);
        if ((g[write].written.low & bit) != 0) return true;
        return g[write].exclusive && (g[write].seen.low & bit) != 0;
    }

    static bool maximally_added(const execution_graph& g, event_id id, const event& write) {
        const event& e = g[id];
        const auto previous = [&](event_id other) {
            return other == initial_write || other <= id || in_prefix(g, g[other], write);
        };
        const auto newest_of_previous = [&](event_id w) {
            const auto& order = g.at(e.location).order;
            for (std::size_t p = g.place_of_write(w) + std::size_t{1}; p < order.size(); ++p) {
                if (previous(order[p]) && &g[order[p]] != &write) return false;
            }
            return true;
        };
        switch (e.kind) {
        case event_kind::read:
            if (!previous(e.source)) return false;
            if (e.blocked) return true;
            if (e.code == operation_code::condition_timed_wake && !e.exclusive) return true;
            return newest_of_previous(e.source);
        case event_kind::write:
            if (e.choice != 0) return false;
            for (event_id r = e.first_reader; r != no_event; r = g[r].next_reader) {
                if (previous(r)) return false;
            }
            return newest_of_previous(id);
        case event_kind::choose: return e.choice == 0;
        default: return true;
        }
    }

    // Moves to the next alternative; false when nothing is left.
    bool backtrack() {
        for (;;) {
            frame& f = top();
            if (f.alternatives.empty()) {
                if (depth_ == 1) {
                    exhausted_ = true;
                    return false;
                }
                pop_frame();
                continue;
            }
            alternative& newest = f.alternatives.back();
            const alternative a = newest;
            f.g.truncate(a.event + 1);
            switch (a.what) {
            case alternative::kind::source:
            case alternative::kind::place:
                newest.next == newest.last ? f.alternatives.pop_back() : void(--newest.next);
                break;
            case alternative::kind::choice:
                newest.next == newest.last ? f.alternatives.pop_back() : void(++newest.next);
                break;
            case alternative::kind::revisit: f.alternatives.pop_back(); break;
            }
            if (attempt(a)) return true;
        }
    }

    // Tries an alternative; false when it leads nowhere.
    bool attempt(const alternative& a) {
        switch (a.what) {
        case alternative::kind::source: return change_source(a.event, a.next);
        case alternative::kind::place: return change_place(a.event, a.next);
        case alternative::kind::choice: return change_choice(a);
        case alternative::kind::revisit: return revisit(a.read, a.event);
        }
        return false;
    }

    bool change_source(event_id read, std::uint32_t place) {
        execution_graph& g = top().g;
        const location_id l = g[read].location;
        const event_id source = g.at(l).order[place];
        if (!worth_reading(g, read, g.value_of_write(l, source))) return false;
        g.forget_source(read);
        g.read_from(read, source);
        settle_read(g, read);
        if (!model_.consistent(g, read)) return false;
        return !g[read].exclusive || add_update(read);
    }

    bool change_place(event_id write, std::uint32_t place) {
        execution_graph& g = top().g;
        g.remove_write(write);
        g[write].place = 0;
        const bool splits = splits_update(g, g[write].location, place);
        g.insert_write(write, place);
        if (splits || !model_.consistent(g, write)) return false;
        return write != top().revisitor || resume_revisited();
    }

    bool change_choice(const alternative& a) {
        execution_graph& g = top().g;
        if (g[a.event].kind == event_kind::choose) {
            g[a.event].choice = a.next;
            return true;
        }
        choose_update(g, a.event, a.next);
        event_id conflict = no_event;
        if (a.conflicting) {
            const event_id read = read_half(g, a.event);
            const auto& order = g.at(g[read].location).order;
            conflict = read_half(g, order[g[a.event].place + 1]);
        }
        find_revisits(a.event, conflict);
        return !a.conflicting;
    }

    bool revisit(event_id read, event_id write) {
        frame& parent = top();
        frame& child = push_frame();
        const execution_graph& old = parent.g;
        const event& w = old[write];
        child.g.restrict_to(
            old,
            [&](event_id id) { return id <= read || id == write || in_prefix(old, old[id], w); },
            renamed_);
        child.revisited = renamed_[read];
        child.revisitor = renamed_[write];
        child.base_clocks = clocks_.size();
        execution_graph& g = child.g;
        const event_id revisited = child.revisited;
        const event_id revisitor = child.revisitor;
        g.forget_source(revisited);
        g.remove_write(revisitor);
        g[revisitor].place = 0;
        const std::uint32_t seen_by_read = readable(g, revisited).first;
        if (g[revisitor].exclusive) {
            const event_id half = read_half(g, revisitor);
            const std::uint32_t place = g.rank(g[half]) + 1;
            if (place <= seen_by_read || conflict_of(g, half) != no_event) {
                pop_frame();
                return false;
            }
            g.insert_write(revisitor, place);
            g.read_from(revisited, revisitor);
            if (g.newest_write(g[revisitor].location) == revisitor ||
                model_.consistent(g, revisitor)) {
                if (resume_revisited()) return true;
            }
            // The read's own update may have left revisits of its own to try.
            return false;
        }
        places range = writable(g, revisitor);
        range.first = std::max(range.first, seen_by_read + 1);
        if (!g.at(g[revisitor].location).atomic) range.first = range.last;
        if (range.last > range.first) {
            push({.what = alternative::kind::place,
                  .event = revisitor,
                  .next = range.last - 1,
                  .last = range.first});
        }
        g.insert_write(revisitor, range.last);
        g.read_from(revisited, revisitor);
        return resume_revisited();
    }

    // The revisited read has its new source: works out what follows from it, and adds the write
    // halves whose read halves were kept.
    bool resume_revisited() {
        frame& f = top();
        execution_graph& g = f.g;
        clocks_.truncate(f.base_clocks);
        event& r = g[f.revisited];
        r.seen = g.value_of_write(r.location, r.source);
        settle_read(g, f.revisited);
        const event_id newest = g.newest_write(r.location);
        if (newest != f.revisitor && !model_.consistent(g, f.revisited)) return false;
        for (thread_id t = 0; t < g.thread_bound(); ++t) {
            const event_id last = g.last_of(t);
            if (last == no_event || !is_read(g[last]) || !g[last].exclusive) continue;
            if (!add_update(last)) return false;
            const event_id write = g.last_of(t);
            if (g.newest_write(g[write].location) != write && !model_.consistent(g, write))
                return false;
        }
        return true;
    }

    clock_pool& clocks_;
    const memory_model::memory_model& model_;
    std::vector<std::unique_ptr<frame>> frames_;
    std::size_t depth_ = 0;
    std::vector<event_id> renamed_;
    bool started_ = false;
    bool exhausted_ = false;
};

} // namespace

std::unique_ptr<strategy> exhaustive(clock_pool& clocks, const memory_model::memory_model& model) {
    return std::make_unique<exhaustive_strategy>(clocks, model);
}

} // namespace heddle::strategy
