// Every execution, each exactly once, in memory polynomial in the program's length.
//
// TruSt: Kokologiannakis, Marmanis, Gladstein, Vafeiadis, "Truly Stateless, Optimal Dynamic Partial
// Order Reduction", POPL 2022. Departures:
// - A blocking operation (may_block: mutex_lock, …) that finds its object taken adds one *blocked
//   attempt*: a read that is never revisited, after which the thread waits until the newest state
//   lets it proceed and then reads afresh. This is sound because the operations on such an object
//   form one chain of updates: whatever the next attempt reads has the first one's source in its
//   causal prefix already. So a lock that is handed over costs no dead branch. The last attempt is
//   one in vain, when nothing else is left to do: it may have missed a state that let it proceed.
// - A read in a spin loop that keeps its thread there is a wait (loop_memory.hpp), which reads from
//   nothing and is never revisited. By default such a read sees the newest write, if that lets its
//   thread go on; else the thread waits, and reads afresh, from a later write, when there is one.
//   Older writes that let it go on are alternatives. A write that would revisit a read only to keep
//   its thread in the loop makes it a wait, *displaced* by that write (wait.hpp).
// - The outcome of a choice (which waiter notify_one wakes) counts as maximally added when it is
//   the first one.
#include "strategy/exhaustive.hpp"

#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"
#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

bool exhaustive_strategy::next_execution() {
    tried_ = no_event;
    if (!started_) return started_ = true;
    unchanged_ = top().g.size();
    if (takes_share_) keep_to_share();
    if (probes_ && !diverted_) {
        probed_ = ways_;
        return false;
    }
    return backtrack();
}

namespace {

// What is added first has the lowest rank. Starts come before all: they are then part of what later
// revisits and alternatives keep, and so are not performed again.
int rank(const pending_operation& p) {
    switch (p.what->code) {
    case operation_code::thread_start: return 0;
    case operation_code::load: return 2;
    case operation_code::condition_timed_wake: return 3;
    default: return 1;
    }
}

} // namespace

bool exhaustive_strategy::prefers(const pending_operation& next) const {
    return rank(next) <= 1 && !diverted_;
}

std::size_t exhaustive_strategy::pick(std::span<const pending_operation> ready) {
    if (diverted_) return ready.size();
    std::size_t best = 0;
    for (std::size_t i = 1; i < ready.size(); ++i) {
        if (rank(ready[i]) < rank(ready[best])) best = i;
    }
    return best;
}

event_id exhaustive_strategy::add(const pending_operation& next, value initial) {
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
    if (probes_) descend(true);
    return id;
}

void exhaustive_strategy::start_over() {
    while (depth_ > 0) pop_frame();
    push_frame();
    started_ = exhausted_ = false;
    tried_ = no_event;
    unchanged_ = 0;
}

frame& exhaustive_strategy::push_frame() {
    if (depth_ == frames_.size()) frames_.push_back(std::make_unique<frame>(clocks_));
    frame& f = *frames_[depth_++];
    f.g.clear();
    f.alternatives.clear();
    f.revisited = f.revisitor = no_event;
    f.shared = 0;
    f.clocks_before = clocks_.size();
    return f;
}

void exhaustive_strategy::replace_exhausted_parent() {
    auto& parent = frames_[depth_ - 2];
    auto& child = frames_[depth_ - 1];
    if (!parent->alternatives.empty()) return;
    child->clocks_before = parent->clocks_before;
    child->shared = std::min(child->shared, parent->shared);
    std::swap(parent, child);
    --depth_;
}

void exhaustive_strategy::pop_frame() {
    changed_from(top().shared);
    clocks_.truncate(top().clocks_before);
    --depth_;
}

void exhaustive_strategy::add_read(event_id id) {
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

bool exhaustive_strategy::add_update(event_id read) {
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

void exhaustive_strategy::add_write(event_id id) {
    execution_graph& g = top().g;
    event& w = g[id];
    w.written = w.operand;
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

bool exhaustive_strategy::backtrack() {
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
        changed_from(a.event);
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
        if (a.what == alternative::kind::source && a.next == a.skip) continue;
        const bool goes_on = attempt(a);
        if (probes_) descend(goes_on);
        if (goes_on && !diverted_) return true;
    }
}

bool exhaustive_strategy::attempt(const alternative& a) {
    switch (a.what) {
    case alternative::kind::source: return change_source(a.event, a.next);
    case alternative::kind::place: return change_place(a.event, a.next);
    case alternative::kind::choice: return change_choice(a);
    case alternative::kind::revisit: return revisit(a);
    }
    return false;
}

bool exhaustive_strategy::change_source(event_id read, std::uint32_t place) {
    execution_graph& g = top().g;
    const location_id l = g[read].location;
    const event_id source = g.at(l).order[place];
    const value seen = g.value_of_write(l, source);
    if (!worth_reading(g, read, seen) || seen_by_wait(g, wait_before(g, read), source) ||
        loops_.keeps_waiting(g[read].loop_state, seen)) {
        return false;
    }
    if (g[read].source != no_event) g.forget_source(read);
    g.read_from(read, source);
    settle_read(g, read);
    if (!model_.consistent(g, read)) return false;
    return !g[read].exclusive || add_update(read);
}

bool exhaustive_strategy::change_place(event_id write, std::uint32_t place) {
    execution_graph& g = top().g;
    g.remove_write(write);
    g[write].place = 0;
    const bool splits = splits_update(g, g[write].location, place);
    g.insert_write(write, place);
    if (splits || !model_.consistent(g, write)) return false;
    return write != top().revisitor || resume_revisited();
}

bool exhaustive_strategy::change_choice(const alternative& a) {
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

std::unique_ptr<strategy> exhaustive(clock_pool& clocks, const memory_model::memory_model& model) {
    return std::make_unique<exhaustive_strategy>(clocks, model);
}

} // namespace heddle::strategy
