// An execution graph: per thread a list of events, with reads-from, a modification order for each
// location, and the order in which the events were added (their stamps, which are their ids).
//
// The graph grows and shrinks at its end only, as a search does; the one other operation is the
// restriction of a graph to what a backward revisit keeps.
#pragma once

#include "graph/clock_pool.hpp"
#include "graph/event.hpp"

#include <array>
#include <vector>

namespace heddle::graph {

struct location {
    std::uintptr_t address = 0;
    std::uint8_t size = 0;
    bool atomic = true; // false: a synchronization object
    value initial{};    // what the initial write left
    event_id first_initial_reader = no_event;
    std::vector<event_id> order; // modification order; order[0] is the initial write
    std::vector<event_id> last;  // by thread: its newest event here
};

class execution_graph {
public:
    explicit execution_graph(clock_pool& clocks) : clocks_(&clocks) {}

    void clear();

    [[nodiscard]] std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(events_.size());
    }

    [[nodiscard]] const event& operator[](event_id id) const noexcept { return events_[id]; }

    [[nodiscard]] event& operator[](event_id id) noexcept { return events_[id]; }

    /// Events of a thread in program order; element i has index i + 1.
    [[nodiscard]] const std::vector<event_id>& of_thread(thread_id t) const noexcept {
        return threads_[t];
    }

    [[nodiscard]] event_id last_of(thread_id t) const noexcept {
        return threads_[t].empty() ? no_event : threads_[t].back();
    }

    /// One more than the highest thread number that has events.
    [[nodiscard]] thread_id thread_bound() const noexcept { return thread_bound_; }

    [[nodiscard]] const location& at(location_id l) const noexcept { return locations_[l]; }

    [[nodiscard]] std::uint32_t location_count() const noexcept { return location_count_; }

    [[nodiscard]] event_id newest_write(location_id l) const noexcept {
        return locations_[l].order.back();
    }

    [[nodiscard]] value value_of_write(location_id l, event_id w) const noexcept {
        return w == initial_write ? locations_[l].initial : events_[w].written;
    }

    [[nodiscard]] std::uint32_t place_of_write(event_id w) const noexcept {
        return w == initial_write ? 0 : events_[w].place;
    }

    [[nodiscard]] event_id first_reader(location_id l, event_id w) const noexcept {
        return w == initial_write ? locations_[l].first_initial_reader : events_[w].first_reader;
    }

    /// The place in modification order that an event at a location stands for: its own, or that of
    /// the write it reads from (0 for a wait).
    [[nodiscard]] std::uint32_t rank(const event& e) const noexcept {
        if (is_write(e)) return e.place;
        return e.source == no_event ? 0 : place_of_write(e.source);
    }

    /// The write half of the update whose read half reads `w`, or no_event.
    [[nodiscard]] event_id update_of(location_id l, event_id w) const noexcept;

    /// Whether `x` happens before `y`.
    [[nodiscard]] bool happens_before(const event& x, const event& y) const noexcept {
        if (x.thread == y.thread) return x.index < y.index;
        return clocks_->at(y.happens_before, x.thread) >= x.index;
    }

    /// A thread's newest event at a location among its first `known` events / the oldest one after
    /// those, or no_event. In logarithmic time.
    [[nodiscard]] event_id newest_here(const location& l, thread_id t,
                                       std::uint32_t known) const noexcept;
    [[nodiscard]] event_id oldest_here_after(const location& l, thread_id t,
                                             std::uint32_t known) const noexcept;

    /// Whether there are events that the rules about sequential consistency are about.
    [[nodiscard]] bool has_seq_cst() const noexcept { return seq_cst_ != 0; }

    [[nodiscard]] clock_pool& clocks() const noexcept { return *clocks_; }

    location_id add_location(std::uintptr_t address, std::uint8_t size, bool atomic, value initial);
    /// Appends an event to a thread's program order: all of it is still to be filled in but its
    /// clocks, which are its predecessor's. `enter` follows.
    event& append(thread_id thread);
    /// The last event has its location and its orders.
    void enter();
    /// Enters the last event, a read, as a reader of `source` and fills in `seen`.
    void read_from(event_id read, event_id source);
    /// Enters a write at `place` of its location's modification order.
    void insert_write(event_id write, std::uint32_t place);
    /// Takes a write out of its modification order again.
    void remove_write(event_id write);
    void forget_source(event_id read);

    /// Undoes all additions after the first `size` events.
    void truncate(std::uint32_t size);

    /// Becomes what a backward revisit keeps of `from`: the events up to `read`, `write`, and the
    /// causal prefix of `write`. `renamed` receives the new id of each old event (no_event if
    /// dropped).
    void restrict_to(const execution_graph& from, event_id read, event_id write,
                     std::vector<event_id>& renamed);

private:
    void pop();
    /// Becomes the first events of `from`, with nothing in modification order yet and no reader
    /// entered.
    void copy_first(const execution_graph& from, std::uint32_t count);
    void enter_here(event_id id);

    [[nodiscard]] std::uint32_t count_here(event_id id) const noexcept {
        return id == no_event ? 0 : events_[id].count_here;
    }

    clock_pool* clocks_;
    std::vector<event> events_;
    std::array<std::vector<event_id>, max_threads> threads_;
    thread_id thread_bound_ = 0;
    std::vector<location> locations_; // the first location_count_ are in use, the rest are spare
    std::uint32_t location_count_ = 0;
    std::uint32_t seq_cst_ = 0; // events that asked for sequential consistency
    std::vector<location_id> renamed_locations_;
};

} // namespace heddle::graph
