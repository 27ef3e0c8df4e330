#include "strategy/fingerprint.hpp"

namespace heddle::strategy {

using namespace graph;

namespace {

// Names an event by its thread and its rank there, which do not depend on the order of addition.
std::uint64_t name_of_event(const execution_graph& g, event_id id) {
    if (id == no_event) return 0;
    if (id == initial_write) return 1;
    return (std::uint64_t{g[id].thread} << 32u) + g[id].index + 2;
}

// What a wait has seen already: the writes that were there when it began.
std::uint64_t seen_before(const execution_graph& g, event_id wait) {
    std::uint64_t sum = 0;
    for (const event_id w : g.at(g[wait].location).order) {
        if (w != initial_write && w < wait) sum += mix(1, name_of_event(g, w));
    }
    return sum;
}

} // namespace

std::uint64_t fingerprint_of_state(const execution_graph& g) {
    std::uint64_t sum = 0;
    for (event_id id = 0; id < g.size(); ++id) {
        const event& e = g[id];
        std::uint64_t h = mix(name_of_event(g, id), name_of_event(g, e.source));
        h = mix(h, (std::uint64_t{e.place} << 32u) | e.choice);
        if (is_wait(e)) h = mix(h, g.last_of(e.thread) == id ? seen_before(g, id) : 3);
        sum += h;
    }
    return sum;
}

std::uint64_t fingerprint_of_execution(const execution_graph& g) {
    // Ranks without blocked attempts; a source is a write, or a thread's event, which is named by
    // its own rank likewise.
    std::uint64_t sum = 0;
    for (thread_id t = 0; t < g.thread_bound(); ++t) {
        std::uint64_t rank = 0;
        for (const event_id id : g.of_thread(t)) {
            const event& e = g[id];
            if (e.blocked) continue;
            std::uint64_t h = mix((std::uint64_t{t} << 32u) + ++rank, 0);
            // Which write a read sees is told by its place: the places name the writes.
            if (is_read(e) || is_write(e)) {
                h = mix(h, g.at(e.location).address);
                h = mix(h, (std::uint64_t{g.rank(e)} << 32u) | (is_write(e) ? e.choice : 0));
            } else {
                h = mix(h, e.choice);
            }
            sum += h;
        }
    }
    return sum;
}

} // namespace heddle::strategy
