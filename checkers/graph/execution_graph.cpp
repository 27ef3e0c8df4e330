#include "graph/execution_graph.hpp"

#include <algorithm>
#include <numeric>

namespace heddle::graph {

namespace {

bool asks_for_seq_cst(const event& e) {
    return e.success_order == memory_order::seq_cst || e.failure_order == memory_order::seq_cst;
}

} // namespace

void execution_graph::clear() {
    events_.clear();
    for (thread_id t = 0; t < thread_bound_; ++t) threads_[t].clear();
    thread_bound_ = 0;
    location_count_ = 0;
    seq_cst_ = 0;
}

event_id execution_graph::update_of(location_id l, event_id w) const noexcept {
    const auto& order = locations_[l].order;
    const std::size_t next = place_of_write(w) + std::size_t{1};
    if (next >= order.size()) return no_event;
    const event& candidate = events_[order[next]];
    if (!candidate.exclusive) return no_event;
    // The write half directly follows its read half in program order.
    const event& read = events_[threads_[candidate.thread][candidate.index - 2]];
    return read.source == w ? order[next] : no_event;
}

location_id execution_graph::add_location(std::uintptr_t address, std::uint8_t size, bool atomic,
                                          value initial) {
    if (location_count_ == locations_.size()) locations_.emplace_back();
    location& l = locations_[location_count_];
    l.address = address;
    l.size = size;
    l.atomic = atomic;
    l.initial = initial;
    l.first_initial_reader = no_event;
    l.order.assign(1, initial_write);
    l.last.assign(clocks_->stride(), no_event);
    return location_count_++;
}

event& execution_graph::append(thread_id thread) {
    auto& program_order = threads_[thread];
    const event* previous = nullptr;
    if (events_.size() == events_.capacity()) events_.reserve(events_.size() * 2 + 64);
    if (!program_order.empty()) previous = &events_[program_order.back()];
    program_order.push_back(size());
    event& e = events_.emplace_back();
    e.thread = thread;
    e.index = static_cast<std::uint32_t>(program_order.size());
    e.clocks_before = clocks_->size();
    if (previous != nullptr) {
        e.happens_before = previous->happens_before;
        e.causal = previous->causal;
        e.pending_acquire = previous->pending_acquire;
        e.release_fence = previous->release_fence;
    }
    thread_bound_ = std::max(thread_bound_, thread + 1);
    return e;
}

void execution_graph::enter() {
    const event& e = events_.back();
    if (asks_for_seq_cst(e)) ++seq_cst_;
    if (e.location != no_location) enter_here(size() - 1);
}

// The lists by thread and location are Myers's random-access stacks ("An Applicative Random-Access
// Stack", Information Processing Letters, 1983): jumps whose lengths are skew binary numbers.
void execution_graph::enter_here(event_id id) {
    event& e = events_[id];
    auto& last = locations_[e.location].last;
    if (last.size() <= e.thread) last.resize(clocks_->stride(), no_event);
    const event_id previous = last[e.thread];
    last[e.thread] = id;
    e.previous_here = e.jump_here = previous;
    e.count_here = count_here(previous) + 1;
    if (previous == no_event) return;
    const event_id jump = events_[previous].jump_here;
    const event_id further = jump == no_event ? no_event : events_[jump].jump_here;
    const std::uint32_t length = count_here(previous) - count_here(jump);
    if (jump != no_event && length == count_here(jump) - count_here(further)) e.jump_here = further;
}

event_id execution_graph::newest_here(const location& l, thread_id t,
                                      std::uint32_t known) const noexcept {
    event_id id = l.last[t];
    while (id != no_event && events_[id].index > known) {
        const event_id jump = events_[id].jump_here;
        id = jump != no_event && events_[jump].index > known ? jump : events_[id].previous_here;
    }
    return id;
}

event_id execution_graph::oldest_here_after(const location& l, thread_id t,
                                            std::uint32_t known) const noexcept {
    event_id id = l.last[t];
    if (id == no_event || events_[id].index <= known) return no_event;
    for (;;) {
        const event_id jump = events_[id].jump_here;
        const event_id previous = events_[id].previous_here;
        if (jump != no_event && events_[jump].index > known) {
            id = jump;
        } else if (previous != no_event && events_[previous].index > known) {
            id = previous;
        } else {
            return id;
        }
    }
}

void execution_graph::read_from(event_id read, event_id source) {
    event& r = events_[read];
    r.source = source;
    r.seen = value_of_write(r.location, source);
    event_id& head = source == initial_write ? locations_[r.location].first_initial_reader
                                             : events_[source].first_reader;
    r.next_reader = head;
    head = read;
}

void execution_graph::forget_source(event_id read) {
    event& r = events_[read];
    event_id* link = r.source == initial_write ? &locations_[r.location].first_initial_reader
                                               : &events_[r.source].first_reader;
    while (*link != read) link = &events_[*link].next_reader;
    *link = r.next_reader;
    r.source = no_event;
    r.next_reader = no_event;
}

void execution_graph::insert_write(event_id write, std::uint32_t place) {
    auto& order = locations_[events_[write].location].order;
    order.insert(order.begin() + place, write);
    for (std::size_t i = place; i < order.size(); ++i) {
        events_[order[i]].place = static_cast<std::uint32_t>(i);
    }
}

void execution_graph::remove_write(event_id write) {
    auto& order = locations_[events_[write].location].order;
    const std::uint32_t place = events_[write].place;
    order.erase(order.begin() + place);
    for (std::size_t i = place; i < order.size(); ++i) {
        events_[order[i]].place = static_cast<std::uint32_t>(i);
    }
}

void execution_graph::pop() {
    const auto id = static_cast<event_id>(events_.size() - 1);
    const event& e = events_.back();
    if (is_read(e) && e.source != no_event) forget_source(id);
    if (is_write(e) && e.place != 0) remove_write(id);
    if (e.location != no_location) locations_[e.location].last[e.thread] = e.previous_here;
    if (e.creates_location) --location_count_;
    if (asks_for_seq_cst(e)) --seq_cst_;
    threads_[e.thread].pop_back();
    clocks_->truncate(e.clocks_before);
    events_.pop_back();
}

void execution_graph::truncate(std::uint32_t size) {
    while (events_.size() > size) pop();
}

void execution_graph::copy_first(const execution_graph& from, std::uint32_t count) {
    clear();
    events_.assign(from.events_.begin(), from.events_.begin() + count);
    std::uint32_t locations = 0;
    for (event& e : events_) {
        e.first_reader = e.next_reader = no_event;
        e.displaces = false;
        if (asks_for_seq_cst(e)) ++seq_cst_;
        if (e.creates_location) ++locations;
    }
    for (thread_id t = 0; t < from.thread_bound_; ++t) {
        const auto& all = from.threads_[t];
        auto end = all.end();
        while (end != all.begin() && end[-1] >= count) --end;
        if (end == all.begin()) continue;
        threads_[t].assign(all.begin(), end);
        thread_bound_ = t + 1;
    }
    for (location_id l = 0; l < locations; ++l) {
        const location& old = from.locations_[l];
        add_location(old.address, old.size, old.atomic, old.initial);
        auto& last = locations_[l].last;
        last = old.last;
        for (event_id& id : last) {
            while (id != no_event && id >= count) id = from[id].previous_here;
        }
    }
}

void execution_graph::restrict_to(const execution_graph& from, event_id read, event_id write,
                                  std::vector<event_id>& renamed) {
    const event& w = from[write];
    const std::uint32_t* prefix = (*clocks_)[w.causal];
    const std::uint32_t threads = clocks_->stride();
    const auto is_kept = [&](const event& e) {
        if (e.thread == w.thread) return e.index <= w.index;
        return e.thread < threads && e.index <= prefix[e.thread];
    };
    copy_first(from, read + 1);
    renamed.resize(from.size());
    std::iota(renamed.begin(), renamed.begin() + size(), event_id{0});
    auto& places = renamed_locations_;
    places.assign(from.location_count_, no_location);
    std::iota(places.begin(), places.begin() + location_count_, location_id{0});
    for (event_id old = read + 1; old < from.size(); ++old) {
        if (!is_kept(from[old])) {
            renamed[old] = no_event;
            continue;
        }
        const event_id id = size();
        renamed[old] = id;
        event& e = events_.emplace_back(from.events_[old]);
        threads_[e.thread].push_back(id);
        thread_bound_ = std::max(thread_bound_, e.thread + 1);
        e.first_reader = e.next_reader = no_event;
        e.displaces = false;
        if (asks_for_seq_cst(e)) ++seq_cst_;
        if (e.location == no_location) continue;
        if (places[e.location] == no_location) {
            const location& l = from.locations_[e.location];
            places[e.location] = add_location(l.address, l.size, l.atomic, l.initial);
            e.creates_location = true; // the event that did may not be kept
        }
        e.location = places[e.location];
        enter_here(id);
    }
    const auto rename = [&](event_id old) {
        return old == initial_write || old == no_event ? old : renamed[old];
    };
    for (event_id id = 0; id < events_.size(); ++id) {
        event& e = events_[id];
        e.displaced_by = rename(e.displaced_by);
        if (e.displaced_by != no_event && e.displaced_by > id)
            events_[e.displaced_by].displaces = true;
        if (is_read(e)) {
            const value seen = e.seen;
            const event_id source = rename(e.source);
            e.source = no_event;
            // The revisited read loses its source here and is given a new one by the caller.
            if (source != no_event) read_from(id, source);
            e.seen = seen;
        } else {
            e.source = rename(e.source);
        }
    }
    for (location_id l = 0; l < from.location_count_; ++l) {
        if (places[l] == no_location) continue;
        auto& order = locations_[places[l]].order;
        for (const event_id old : from.locations_[l].order) {
            if (old == initial_write || renamed[old] == no_event) continue;
            events_[renamed[old]].place = static_cast<std::uint32_t>(order.size());
            order.push_back(renamed[old]);
        }
    }
}

} // namespace heddle::graph
