#include "strategy/maximality.hpp"

#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

namespace {

// The events that are there when a deleted one is added again.
class earlier {
public:
    earlier(const execution_graph& g, event_id id, const event& write)
        : g_(g), id_(id), write_(write) {}

    [[nodiscard]] bool has(event_id other) const {
        return other == initial_write || other <= id_ || in_prefix(g_, g_[other], write_);
    }

    [[nodiscard]] bool has_write(event_id other) const { return has(other) && !is_new(other); }

    [[nodiscard]] bool is_new(event_id other) const {
        return other != initial_write && &g_[other] == &write_;
    }

private:
    const execution_graph& g_;
    event_id id_;
    const event& write_;
};

bool newest_of(const earlier& there, const execution_graph& g, location_id l, event_id write) {
    const auto& order = g.at(l).order;
    const std::size_t next = g.place_of_write(write) + std::size_t{1};
    for (std::size_t p = next; p < order.size(); ++p) {
        if (there.has_write(order[p])) return false;
        // The operations on an object form a chain, each depending on the one before it (but for
        // the one that has just been put into it): if one is not there, none after it is.
        if (!g.at(l).atomic && !there.is_new(order[p])) return true;
    }
    return true;
}

} // namespace

bool maximally_added(const execution_graph& g, event_id id, const event& write) {
    const event& e = g[id];
    const earlier there(g, id, write);
    switch (e.kind) {
    case event_kind::read:
        if (is_wait(e)) return e.displaced_by == no_event || there.has(e.displaced_by);
        if (!there.has(e.source)) return false;
        if (e.blocked) return true;
        if (e.code == operation_code::condition_timed_wake && !e.exclusive) return true;
        return newest_of(there, g, e.location, e.source);
    case event_kind::write:
        if (e.choice != 0 || e.displaces) return false;
        for (event_id r = e.first_reader; r != no_event; r = g[r].next_reader) {
            if (there.has(r)) return false;
        }
        // An update's place is its read half's affair.
        return e.exclusive || newest_of(there, g, e.location, id);
    case event_kind::choose: return e.choice == 0;
    default: return true;
    }
}

} // namespace heddle::strategy
