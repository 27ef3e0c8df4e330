// Sequential consistency as a memory model of its own: every access takes its place in one
// interleaving [Lamport 1979]; axiomatically, (po ∪ rf ∪ mo ∪ fr) is acyclic.
#include "memory_model/memory_model.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace heddle::memory_model {
namespace {

using namespace graph;

// What can be reached from an event along po ∪ rf ∪ mo ∪ fr. All events of a thread after a reached
// one are reached, and so are all writes of a location after a reached one, so that the reached set
// is one frontier per thread and one per location.
class reachability {
public:
    explicit reachability(const execution_graph& g) : g_(g) {
        first_index_.assign(max_threads, unreached);
        first_place_.assign(g.location_count(), unreached);
    }

    void reach_places(location_id l, std::uint32_t place) {
        const auto& order = g_.at(l).order;
        const auto end =
            std::min<std::uint32_t>(first_place_[l], static_cast<std::uint32_t>(order.size()));
        if (place >= end) return;
        first_place_[l] = place;
        for (std::uint32_t p = place; p < end; ++p) {
            const event_id w = order[p];
            if (w != initial_write) reach(w);
            for (event_id r = g_.first_reader(l, w); r != no_event; r = g_[r].next_reader) reach(r);
        }
        if (!g_.at(l).atomic) reach_woken(l, place);
    }

    void run() {
        while (!pending_.empty()) {
            const auto [thread, from, to] = pending_.back();
            pending_.pop_back();
            for (std::uint32_t i = from; i < to; ++i) leave(g_.of_thread(thread)[i - 1]);
        }
    }

    [[nodiscard]] bool reached(const event& e) const { return e.index >= first_index_[e.thread]; }

    [[nodiscard]] bool reached_prefix(thread_id t, std::uint32_t up_to) const {
        return first_index_[t] <= up_to;
    }

private:
    static constexpr auto unreached = std::numeric_limits<std::uint32_t>::max();

    struct span {
        thread_id thread;
        std::uint32_t from, to;
    };

    void reach(event_id id) {
        const event& e = g_[id];
        const auto end = std::min<std::uint32_t>(
            first_index_[e.thread], static_cast<std::uint32_t>(g_.of_thread(e.thread).size()) + 1);
        if (e.index >= end) return;
        first_index_[e.thread] = e.index;
        pending_.push_back({e.thread, e.index, end});
    }

    // Those that a notification from `place` on let go: they come after it, as readers do.
    void reach_woken(location_id l, std::uint32_t place) {
        for (event_id id : g_.at(l).last) {
            for (; id != no_event; id = g_[id].previous_here) {
                const event& e = g_[id];
                if (e.kind != event_kind::wake) continue;
                if (g_.place_of_write(e.source) < place) break;
                reach(id);
            }
        }
    }

    // A number may have several threads, one after the other.
    void reach_start(thread_id t, event_id creation) {
        const auto& events = g_.of_thread(t);
        const auto start = std::find_if(events.begin(), events.end(), [&](event_id id) {
            return g_[id].kind == event_kind::thread_start && g_[id].source == creation;
        });
        if (start != events.end()) reach(*start);
    }

    void leave(event_id id) {
        const event& e = g_[id];
        if (is_write(e)) {
            reach_places(e.location, e.place);
        } else if (is_read(e) && e.source != no_event && !e.blocked) {
            reach_places(e.location, g_.place_of_write(e.source) + 1);
        } else if (e.kind == event_kind::thread_create) {
            reach_start(e.target, id);
        } else if (e.kind == event_kind::thread_finish) {
            for (thread_id t = 0; t < g_.thread_bound(); ++t) {
                for (const event_id other : g_.of_thread(t)) {
                    if (g_[other].kind == event_kind::thread_join && g_[other].source == id)
                        reach(other);
                }
            }
        }
    }

    const execution_graph& g_;
    std::vector<std::uint32_t> first_index_; // by thread
    std::vector<std::uint32_t> first_place_; // by location
    std::vector<span> pending_;
};

class sequential_consistency_model final : public memory_model {
public:
    [[nodiscard]] const char* name() const noexcept override { return "sc"; }

    [[nodiscard]] bool consistent(const execution_graph& g, event_id newest) const override {
        const event& e = g[newest];
        reachability from_here(g);
        const std::uint32_t place = is_write(e) ? e.place : g.place_of_write(e.source);
        from_here.reach_places(e.location, place + 1);
        from_here.run();
        if (from_here.reached(e)) return false;
        // Back to something that comes before it by program order, reads-from or their closure …
        const std::uint32_t* prefix = g.clocks()[e.causal];
        for (thread_id t = 0; t < g.thread_bound(); ++t) {
            const std::uint32_t known = t == e.thread ? e.index : prefix[t];
            if (known != 0 && from_here.reached_prefix(t, known)) return false;
        }
        // … or by modification order and from-reads.
        const auto& order = g.at(e.location).order;
        for (std::uint32_t p = 0; p < place + (is_write(e) ? 0 : 1); ++p) {
            const event_id w = order[p];
            if (w != initial_write && from_here.reached(g[w])) return false;
            if (!is_write(e)) continue;
            for (event_id r = g.first_reader(e.location, w); r != no_event; r = g[r].next_reader) {
                if (from_here.reached(g[r])) return false;
            }
        }
        return true;
    }
};

} // namespace

const memory_model& sequential_consistency() {
    static const sequential_consistency_model model;
    return model;
}

} // namespace heddle::memory_model
