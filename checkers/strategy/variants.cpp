#include "strategy/variants.hpp"

#include "memory_model/coherence.hpp"
#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

namespace {

// Whether the read may see the write at `place`. Leaves it reading from there, and its update, if
// it makes one, in the graph.
bool try_source(execution_graph& g, const memory_model::memory_model& model, loop_memory& loops,
                event_id read, std::uint32_t place) {
    const location_id l = g[read].location;
    const event_id source = g.at(l).order[place];
    const value seen = g.value_of_write(l, source);
    const bool newest = place + 1 == g.at(l).order.size();
    if (place != default_place(g, read) && !worth_reading(g, read, seen)) return false;
    if (seen_by_wait(g, wait_before(g, read), source)) return false;
    if (loops.keeps_waiting(g[read].loop_state, seen)) return false;
    if (would_update(g[read], seen) && g.update_of(l, source) != no_event) return false;
    g.read_from(read, source);
    settle_read(g, read);
    if (!newest && !model.consistent(g, read)) return false;
    if (!g[read].exclusive) return true;
    const event_id write = append_update(g, read, 0);
    return newest || model.consistent(g, write);
}

void list_sources(execution_graph& g, const memory_model::memory_model& model, loop_memory& loops,
                  event_id read, std::vector<variant>& into) {
    const std::uint32_t first = readable(g, read).first;
    for (std::uint32_t place = default_place(g, read) + 1; place-- > first;) {
        if (try_source(g, model, loops, read, place)) {
            const event_id last = g.last_of(g[read].thread);
            const std::uint32_t choices = last == read ? 1 : g[last].choices;
            for (std::uint32_t c = 0; c < choices; ++c) into.push_back({place, c});
        }
        g.truncate(read + 1);
        if (g[read].source != no_event) g.forget_source(read);
        g[read].exclusive = false;
    }
}

void list_places(execution_graph& g, const memory_model::memory_model& model, event_id write,
                 std::vector<variant>& into) {
    const location_id l = g[write].location;
    const places range = writable(g, write);
    into.push_back({range.last, 0});
    // The operations on an object are a chain: a blind write of its owner ends it.
    if (!g.at(l).atomic) return;
    for (std::uint32_t place = range.last; place-- > range.first;) {
        if (splits_update(g, l, place)) continue;
        g.insert_write(write, place);
        if (model.consistent(g, write)) into.push_back({place, 0});
        g.remove_write(write);
        g[write].place = 0;
    }
}

} // namespace

bool blocks(const execution_graph& g, const pending_operation& p) {
    if (!may_block(p.what->code)) return false;
    if (p.location == no_location) return false;
    return !lets_proceed(*p.what, p.thread,
                         g.value_of_write(p.location, g.newest_write(p.location)));
}

bool spins(const execution_graph& g, loop_memory& loops, const pending_operation& p) {
    if (p.loop_state == 0 || p.location == no_location) return false;
    const event_id last = g.last_of(p.thread);
    const event_id newest = g.newest_write(p.location);
    if (last != no_event && is_wait(g[last]) && seen_by_wait(g, last, newest)) return true;
    return loops.keeps_waiting(p.loop_state, g.value_of_write(p.location, newest));
}

void list_variants(execution_graph& g, const memory_model::memory_model& model, loop_memory& loops,
                   const pending_operation& p, std::vector<variant>& into) {
    const operation_code code = p.what->code;
    if (p.what->address != 0 && (reads_state(code) || writes_blindly(code))) {
        if (p.location == no_location) { // nothing but the initial write is there
            into.push_back({writes_blindly(code) ? 1u : 0u, 0});
            return;
        }
        const std::uint32_t size = g.size();
        const event_id id = append_event(g, p, {});
        if (is_read(g[id])) {
            list_sources(g, model, loops, id, into);
        } else {
            g[id].written = p.what->operand;
            list_places(g, model, id, into);
        }
        g.truncate(size);
        return;
    }
    for (std::uint32_t c = 0; c < p.what->choices; ++c) into.push_back({0, c});
}

event_id add_variant(execution_graph& g, const pending_operation& p, value initial,
                     const variant& v) {
    const event_id id = append_event(g, p, initial);
    if (is_read(g[id]) && v.waits) {
        make_wait(g, id);
    } else if (is_read(g[id])) {
        g.read_from(id, g.at(g[id].location).order[v.place]);
        settle_read(g, id);
        if (g[id].exclusive) append_update(g, id, v.choice);
    } else if (is_write(g[id])) {
        g[id].written = p.what->operand;
        g.insert_write(id, v.place);
        memory_model::publish(g, id);
    } else {
        settle_other(g, id);
        g[id].choice = v.choice;
    }
    return id;
}

bool forget_last_read(execution_graph& g, event_id read) {
    if (read + (g[read].exclusive ? 2 : 1) != g.size()) return false;
    g.truncate(read + 1);
    g.forget_source(read);
    g[read].exclusive = false;
    return true;
}

} // namespace heddle::strategy
