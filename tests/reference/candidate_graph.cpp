#include "reference/candidate_graph.hpp"

#include <algorithm>

namespace heddle::tests {

place_in_program candidate_graph::place_of(std::size_t i) const {
    return {steps[i].thread, steps[i].number};
}

std::size_t candidate_graph::event_of(std::size_t i) const {
    return steps[i].written ? write_event[i] : read_event[i];
}

bool candidate_graph::conflict(step const& a, step const& b) {
    auto const writes = [](step const& s) {
        return s.written || s.code.kind == action::plain_store;
    };
    return a.executed && b.executed && a.thread != b.thread && a.code.location == b.code.location &&
           a.code.kind != action::fence && b.code.kind != action::fence &&
           (is_plain(a.code) || is_plain(b.code)) && (writes(a) || writes(b));
}

bool candidate_graph::is_stuck() const {
    return std::any_of(steps.begin(), steps.end(),
                       [](auto const& each) { return each.stuck && each.executed; });
}

bool candidate_graph::loops_see_newest() const {
    for (std::size_t i = 0; i != steps.size(); ++i) {
        if (!steps[i].stuck || !steps[i].executed) {
            continue;
        }
        auto const seen =
            source[i] == initial_value ? steps[i].code.location : write_event[source[i]];
        for (std::size_t other = 0; other != graph.events.size(); ++other) {
            if (graph.mo.has(seen, other)) {
                return false;
            }
        }
    }
    return true;
}

execution_key candidate_graph::key() const {
    execution_key result;
    for (std::size_t i = 0; i != steps.size(); ++i) {
        if (!steps[i].executed) {
            continue;
        }
        if (may_read(steps[i].code)) {
            if (source[i] == initial_value) {
                result.read_initial(place_of(i));
            } else {
                result.read(place_of(i), place_of(source[i]));
            }
        }
        if (steps[i].written) {
            std::size_t rank = 0;
            for (std::size_t j = 0; j != steps.size(); ++j) {
                rank += steps[j].written && graph.mo.has(write_event[j], write_event[i]);
            }
            result.write(place_of(i), rank);
        }
    }
    return result;
}

void candidate_graph::add_races(std::set<access_pair>& found) const {
    auto const hb = happens_before(graph);
    for (std::size_t i = 0; i != steps.size(); ++i) {
        for (std::size_t j = i + 1; j != steps.size(); ++j) {
            if (conflict(steps[i], steps[j]) && !hb.has(event_of(i), event_of(j)) &&
                !hb.has(event_of(j), event_of(i))) {
                found.emplace(place_of(i), place_of(j));
            }
        }
    }
}

} // namespace heddle::tests
