// Every execution, each exactly once, in memory polynomial in the program's length.
//
// TruSt: Kokologiannakis, Marmanis, Gladstein, Vafeiadis, "Truly Stateless, Optimal Dynamic Partial
// Order Reduction", POPL 2022. Departures:
// - A blocking operation (may_block: mutex_lock, …) that finds its object taken adds one *blocked
//   attempt*: a read that is never revisited, after which the thread waits until the newest state
//   lets it proceed and then reads afresh. This is sound because the operations on such an object
//   form one chain of updates: whatever the next attempt reads has the first one's source in its
//   causal prefix already. So a lock that is handed over costs no dead branch.
// - A read in a spin loop that keeps its thread there is a wait (loop_memory.hpp), which reads from
//   nothing and is never revisited. By default such a read sees the newest write that lets its
//   thread go on; if there is none, the thread waits, and reads afresh, from a later write, when
//   there is one. A write that would revisit a read only to keep its thread in the loop makes the
//   thread *hang* there, which matters only if that write stays the newest: a livelock. So does a
//   newest write that is passed over by default. An update that takes the state which a revisited
//   update had taken makes that one's thread wait instead.
// - The outcome of a choice (which waiter notify_one wakes) counts as maximally added when it is
//   the first one.
#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"
#include "strategy/maximality.hpp"
#include "strategy/strategy.hpp"
#include "strategy/wait.hpp"

#include <algorithm>
#include <vector>

namespace heddle::strategy {
namespace {

using namespace graph;

constexpr std::uint32_t nowhere = 0xffff'ffff;

// Something else that could be done at an event, once the graph is cut back to it.
struct alternative {
    enum class kind : std::uint8_t { source, place, choice, revisit, hang } what;
    // choice: of an update that cannot stay where it is; revisit: of the update in its way
    bool conflicting = false;
    event_id event = no_event;
    event_id read = no_event;     // revisit: the read that `event` gives a new source
    std::uint32_t next = 0;       // the next place or choice to try
    std::uint32_t last = 0;       // the last one
    std::uint32_t skip = nowhere; // source: a place that has been tried
};

// A graph and what is left to try in it. A backward revisit starts a new frame.
struct frame {
    explicit frame(clock_pool& clocks) : g(clocks) {}

    execution_graph g;
    std::vector<alternative> alternatives;
    event_id revisited = no_event;   // the read this frame began by revisiting …
    event_id revisitor = no_event;   // … and the write that did
    bool displaced = false;          // … which took what the read's own update had taken
    std::uint32_t base_size = 0;     // events of the graph when the frame began
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
        tried_ = no_event;
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
        tried_ = no_event;
        const event_id id = append_event(g, next, initial);
        if (is_read(g[id]) && next.loop_state != 0) {
            add_loop_read(id);
        } else if (is_read(g[id])) {
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

    fruitless repeats(event_id read, bool always) override {
        execution_graph& g = top().g;
        const event& r = g[read];
        if (always ? loops_.remember(r.loop_state, r.seen)
                   : loops_.remember_unsteady(r.loop_state)) {
            return fruitless::start_over;
        }
        if (read == tried_) return try_older(read);
        if (read != top().revisited) return fruitless::abandon;
        if (top().displaced) {
            wait_for_revisitor();
        } else {
            hang_after_revisit();
        }
        return complete_updates() ? fruitless::restart : fruitless::abandon;
    }

    [[nodiscard]] loop_memory& loops() override { return loops_; }

    void start_over() override {
        while (depth_ > 0) pop_frame();
        push_frame();
        started_ = exhausted_ = false;
        tried_ = no_event;
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
        f.displaced = false;
        f.clocks_before = clocks_.size();
        return f;
    }

    // A frame that has nothing left to try need not be kept below the one on top of it.
    void replace_exhausted_parent() {
        auto& parent = frames_[depth_ - 2];
        auto& child = frames_[depth_ - 1];
        if (!parent->alternatives.empty()) return;
        child->clocks_before = parent->clocks_before;
        std::swap(parent, child);
        --depth_;
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

    // The newest write from `place` down to `last` that may let the thread of a loop read go on, as
    // far as is known, and that no other update has taken. Leaves the read reading from it; if
    // there is none, makes it a wait.
    std::uint32_t read_newest(event_id id, std::uint32_t place, std::uint32_t last) {
        execution_graph& g = top().g;
        const event& r = g[id];
        const event_id wait = wait_before(g, id);
        const auto& order = g.at(r.location).order;
        const std::size_t newest = order.size() - 1;
        for (std::uint32_t p = place + 1; p-- > last;) {
            const value seen = g.value_of_write(r.location, order[p]);
            if (seen_by_wait(g, loops_, wait, order[p]) || loops_.keeps_waiting(r.loop_state, seen))
                continue;
            if (would_update(r, seen) && g.update_of(r.location, order[p]) != no_event) continue;
            g.read_from(id, order[p]);
            settle_read(g, id);
            if (p == newest || model_.consistent(g, id)) return p;
            g.forget_source(id);
        }
        make_wait(g, id);
        return nowhere;
    }

    void add_loop_read(event_id id) {
        execution_graph& g = top().g;
        const places range = readable(g, id);
        const std::uint32_t chosen = read_newest(id, range.last, range.first);
        if (range.last > range.first || chosen == nowhere) {
            push({.what = alternative::kind::source,
                  .event = id,
                  .next = range.last,
                  .last = range.first,
                  .skip = chosen});
        }
        if (chosen == nowhere) return;
        if (chosen != range.last && newest_keeps_waiting(id)) {
            push({.what = alternative::kind::hang, .event = id});
        }
        tried_ = id;
        if (g[id].exclusive) add_update(id);
    }

    // Whether the newest write is known to keep the thread of a loop read in its loop.
    [[nodiscard]] bool newest_keeps_waiting(event_id read) {
        const execution_graph& g = top().g;
        const event& r = g[read];
        const event_id newest = g.newest_write(r.location);
        if (loops_.keeps_waiting(r.loop_state, g.value_of_write(r.location, newest))) return true;
        const event_id wait = wait_before(g, read);
        return wait != no_event && g[wait].displaced_by == no_event &&
               seen_by_wait(g, loops_, wait, newest);
    }

    // The read that was added last keeps its thread in a loop: it is to see an older write.
    fruitless try_older(event_id read) {
        frame& f = top();
        execution_graph& g = f.g;
        g.truncate(read + 1);
        const std::uint32_t tried = g.rank(g[read]);
        g.forget_source(read);
        g[read].exclusive = false;
        const places range = readable(g, read);
        while (!f.alternatives.empty() && f.alternatives.back().event > read) {
            f.alternatives.pop_back();
        }
        std::uint32_t chosen = nowhere;
        if (tried > range.first) {
            chosen = read_newest(read, tried - 1, range.first);
        } else {
            make_wait(g, read);
        }
        bool may_hang = tried == range.last || newest_keeps_waiting(read);
        if (!f.alternatives.empty() && f.alternatives.back().event == read &&
            f.alternatives.back().what == alternative::kind::hang) {
            f.alternatives.pop_back();
            may_hang = true;
        }
        if (!f.alternatives.empty() && f.alternatives.back().event == read) {
            f.alternatives.back().skip = chosen;
        }
        if (chosen == nowhere) return fruitless::waits;
        if (may_hang) push({.what = alternative::kind::hang, .event = read});
        g[read].passed_over = true;
        if (g[read].exclusive) add_update(read);
        return fruitless::again;
    }

    // The revisited read would keep its thread in a loop, but its update had to make way.
    void wait_for_revisitor() {
        frame& f = top();
        f.g.truncate(f.base_size);
        f.alternatives.clear();
        if (f.g[f.revisited].source != no_event) f.g.forget_source(f.revisited);
        f.g[f.revisited].displaced_by = f.revisitor;
        f.g[f.revisitor].displaces = true;
        make_wait(f.g, f.revisited);
    }

    // The revisited read keeps its thread in a loop.
    void hang_after_revisit() {
        frame& f = top();
        f.g.truncate(f.base_size);
        std::erase_if(f.alternatives, [&](const alternative& a) { return a.event >= f.base_size; });
        f.g[f.revisited].hangs = true;
        f.g[f.revisited].exclusive = false;
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

    static bool is_revisitable(const event& e) { return is_read(e) && !e.blocked && !e.hangs; }

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
                if (is_revisitable(g[id])) earliest = std::min(earliest, id);
            }
        }
        if (earliest == no_event) return;
        for (event_id id = write; id-- > earliest;) {
            const event& e = g[id];
            if (in_prefix(g, e, w)) continue;
            if (!maximally_added(g, loops_, id, w)) return;
            if (!is_revisitable(e) || e.location != w.location) continue;
            if (conflict != no_event && id > conflict) continue;
            if (e.code == operation_code::condition_timed_wake && !can_wake_by(g, e, write))
                continue;
            if (e.loop_state != 0 && seen_by_wait(g, loops_, wait_before(g, id), write)) continue;
            push({.what = alternative::kind::revisit,
                  .conflicting = id == conflict,
                  .event = write,
                  .read = id});
        }
    }

    // A timed waiter reads the notification that chose it, or a state in which it still waits.
    static bool can_wake_by(const execution_graph& g, const event& waiter, event_id write) {
        const std::uint64_t bit = waiter_bit(waiter.thread);
        if ((g[write].written.low & bit) != 0) return true;
        return g[write].exclusive && (g[write].seen.low & bit) != 0;
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
            case alternative::kind::revisit:
            case alternative::kind::hang: f.alternatives.pop_back(); break;
            }
            if (a.what == alternative::kind::source && a.next == a.skip) continue;
            if (attempt(a)) return true;
        }
    }

    // Tries an alternative; false when it leads nowhere.
    bool attempt(const alternative& a) {
        switch (a.what) {
        case alternative::kind::source: return change_source(a.event, a.next);
        case alternative::kind::place: return change_place(a.event, a.next);
        case alternative::kind::choice: return change_choice(a);
        case alternative::kind::revisit: return revisit(a);
        case alternative::kind::hang: return hang(a.event);
        }
        return false;
    }

    bool change_source(event_id read, std::uint32_t place) {
        execution_graph& g = top().g;
        const location_id l = g[read].location;
        const event_id source = g.at(l).order[place];
        const value seen = g.value_of_write(l, source);
        if (!worth_reading(g, read, seen) ||
            seen_by_wait(g, loops_, wait_before(g, read), source) ||
            loops_.keeps_waiting(g[read].loop_state, seen)) {
            return false;
        }
        if (g[read].source != no_event) g.forget_source(read);
        g[read].passed_over = false;
        g.read_from(read, source);
        settle_read(g, read);
        if (!model_.consistent(g, read)) return false;
        return !g[read].exclusive || add_update(read);
    }

    bool hang(event_id read) {
        execution_graph& g = top().g;
        if (g[read].source != no_event) g.forget_source(read);
        g.read_from(read, g.newest_write(g[read].location));
        settle_read(g, read);
        g[read].exclusive = false;
        g[read].hangs = true;
        return true;
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

    bool revisit(const alternative& a) {
        const event_id read = a.read;
        const event_id write = a.event;
        frame& parent = top();
        const bool waits = loops_.keeps_waiting(parent.g[read].loop_state, parent.g[write].written);
        frame& child = push_frame();
        const execution_graph& old = parent.g;
        const event& w = old[write];
        child.g.restrict_to(
            old,
            [&](event_id id) { return id <= read || id == write || in_prefix(old, old[id], w); },
            renamed_);
        child.revisited = renamed_[read];
        child.revisitor = renamed_[write];
        replace_exhausted_parent();
        child.base_clocks = clocks_.size();
        child.displaced = a.conflicting && child.g[child.revisited].loop_state != 0;
        execution_graph& g = child.g;
        const event_id revisited = child.revisited;
        const event_id revisitor = child.revisitor;
        g.forget_source(revisited);
        g.remove_write(revisitor);
        g[revisitor].place = 0;
        g[revisited].passed_over = false;
        g[revisited].hangs = waits && !a.conflicting;
        child.base_size = g.size();
        const std::uint32_t seen_by_read = readable(g, revisited).first;
        if (g[revisitor].exclusive) {
            const event_id half = read_half(g, revisitor);
            const std::uint32_t place = g.rank(g[half]) + 1;
            if (place <= seen_by_read || conflict_of(g, half) != no_event) return false;
            g.insert_write(revisitor, place);
            if (waits && a.conflicting) {
                wait_for_revisitor();
                if (!complete_updates()) return false;
                return g.newest_write(g[revisitor].location) == revisitor ||
                       model_.consistent(g, revisitor);
            }
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

    // The revisited read has its new source: works out what follows from it.
    bool resume_revisited() {
        frame& f = top();
        execution_graph& g = f.g;
        clocks_.truncate(f.base_clocks);
        event& r = g[f.revisited];
        r.seen = g.value_of_write(r.location, r.source);
        settle_read(g, f.revisited);
        if (r.hangs) r.exclusive = false;
        const event_id newest = g.newest_write(r.location);
        if (newest != f.revisitor && !model_.consistent(g, f.revisited)) return false;
        return complete_updates();
    }

    // Adds the write halves whose read halves were kept.
    bool complete_updates() {
        execution_graph& g = top().g;
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
    loop_memory loops_;
    event_id tried_ = no_event; // a loop read whose first choices are being tried
    std::vector<event_id> renamed_;
    bool started_ = false;
    bool exhausted_ = false;
};

} // namespace

std::unique_ptr<strategy> exhaustive(clock_pool& clocks, const memory_model::memory_model& model) {
    return std::make_unique<exhaustive_strategy>(clocks, model);
}

} // namespace heddle::strategy
