// RC11: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in C/C++11", PLDI
// 2017.
//
// Its axioms COHERENCE and ATOMICITY are coherence.hpp's; NO-THIN-AIR holds by construction, since
// an event is added after what it reads from. Left is SC: psc = psc_base ∪ psc_F is acyclic, where
//   scb      = po ∪ po|≠loc; hb; po|≠loc ∪ hb|loc ∪ mo ∪ fr
//   psc_base = ([Esc] ∪ [Fsc]; hb?); scb; ([Esc] ∪ hb?; [Fsc])
//   psc_F    = [Fsc]; (hb ∪ hb; eco; hb); [Fsc]
#include "memory_model/memory_model.hpp"

#include <algorithm>
#include <vector>

namespace heddle::memory_model {
namespace {

using namespace graph;

class psc {
public:
    explicit psc(const execution_graph& g) : g_(g) {
        for (event_id id = 0; id < g.size(); ++id) {
            const event& e = g[id];
            if (e.order == memory_order::seq_cst &&
                (is_read(e) || is_write(e) || e.kind == event_kind::fence)) {
                nodes_.push_back(id);
            }
        }
    }

    // A cycle made by `newest` passes through it or through an SC fence that happens before it: it
    // has no other outgoing edges.
    [[nodiscard]] bool cyclic_through(event_id newest) {
        for (const event_id node : nodes_) {
            const bool on_new_edge = node == newest || (is_fence(node) && hb(node, newest));
            if (on_new_edge && on_cycle(node)) return true;
        }
        return false;
    }

private:
    [[nodiscard]] bool is_fence(event_id id) const { return g_[id].kind == event_kind::fence; }

    [[nodiscard]] bool hb(event_id x, event_id y) const { return g_.happens_before(g_[x], g_[y]); }

    [[nodiscard]] bool hb_or_same(event_id x, event_id y) const { return x == y || hb(x, y); }

    [[nodiscard]] bool on_cycle(event_id start) {
        std::vector<char> seen(g_.size(), 0);
        std::vector<event_id> stack{start};
        while (!stack.empty()) {
            const event_id from = stack.back();
            stack.pop_back();
            for (const event_id to : nodes_) {
                if ((seen[to] != 0 && to != start) || !edge(from, to)) continue;
                if (to == start) return true;
                seen[to] = 1;
                stack.push_back(to);
            }
        }
        return false;
    }

    [[nodiscard]] bool edge(event_id x, event_id y) const {
        if (x == y) return false;
        if (is_fence(x)) return is_fence(y) ? fence_to_fence(x, y) : fence_to_access(x, y);
        return is_fence(y) ? access_to_fence(x, y) : access_to_access(x, y);
    }

    // mo ∪ fr, of two accesses to one location.
    [[nodiscard]] bool overwritten_by(const event& x, const event& y) const {
        return x.location == y.location && is_write(y) && g_.rank(x) < y.place;
    }

    [[nodiscard]] bool access_to_access(event_id x, event_id y) const {
        const event& a = g_[x];
        const event& b = g_[y];
        if (a.thread == b.thread) return a.index < b.index || overwritten_by(a, b);
        if (overwritten_by(a, b)) return true;
        if (a.location == b.location && hb(x, y)) return true;
        // po|≠loc; hb; po|≠loc, by the earliest and the latest candidates.
        const auto& after = g_.of_thread(a.thread);
        const auto& before = g_.of_thread(b.thread);
        std::size_t i = a.index;
        while (i < after.size() && g_[after[i]].location == a.location) ++i;
        std::size_t j = b.index - 1;
        while (j > 0 && g_[before[j - 1]].location == b.location) --j;
        return i < after.size() && j > 0 && hb(after[i], before[j - 1]);
    }

    [[nodiscard]] bool fence_to_access(event_id x, event_id y) const {
        const event& b = g_[y];
        if (b.index > 1 && hb_or_same(x, g_.of_thread(b.thread)[b.index - 2])) return true;
        return any_here(b.location, [&](event_id a) {
            return a != y && hb(x, a) && (hb(a, y) || overwritten_by(g_[a], b));
        });
    }

    [[nodiscard]] bool access_to_fence(event_id x, event_id y) const {
        const event& a = g_[x];
        const auto& own = g_.of_thread(a.thread);
        if (a.index < own.size() && hb_or_same(own[a.index], y)) return true;
        return any_here(a.location, [&](event_id b) {
            return b != x && hb(b, y) && (hb(x, b) || overwritten_by(a, g_[b]));
        });
    }

    [[nodiscard]] bool fence_to_fence(event_id x, event_id y) const {
        if (hb(x, y)) return true;
        for (location_id l = 0; l < g_.location_count(); ++l) {
            if (eco_between(l, x, y)) return true;
        }
        return false;
    }

    // Whether some a, b at `l` have x hb a, b hb y and a eco b or a scb b. By rank: a write follows
    // everything of a lower rank, a read also the write of its own rank.
    [[nodiscard]] bool eco_between(location_id l, event_id x, event_id y) const {
        return any_here(l, [&](event_id a) {
            if (!hb(x, a)) return false;
            return any_here(l, [&](event_id b) {
                if (a == b || !hb(b, y)) return false;
                const std::uint32_t ra = g_.rank(g_[a]);
                const std::uint32_t rb = g_.rank(g_[b]);
                return ra < rb || (ra == rb && is_write(g_[a]) && is_read(g_[b]));
            });
        });
    }

    template <class Predicate>
    [[nodiscard]] bool any_here(location_id l, const Predicate& holds) const {
        for (const event_id newest : g_.at(l).last) {
            for (event_id id = newest; id != no_event; id = g_[id].previous_here) {
                if ((!is_read(g_[id]) || (g_[id].source != no_event && !g_[id].blocked)) &&
                    holds(id))
                    return true;
            }
        }
        return false;
    }

    const execution_graph& g_;
    std::vector<event_id> nodes_;
};

class rc11_model final : public memory_model {
public:
    [[nodiscard]] const char* name() const noexcept override { return "rc11"; }

    [[nodiscard]] bool consistent(const execution_graph& g, event_id newest) const override {
        return !g.has_seq_cst() || !psc(g).cyclic_through(newest);
    }
};

} // namespace

const memory_model& rc11() {
    static const rc11_model model;
    return model;
}

} // namespace heddle::memory_model
