#include "rc11_enumerator.hpp"

#include "reference/graph_enumerator.hpp"

#include <algorithm>

namespace heddle::tests {

graph_counts count_graphs(litmus_program const& program) {
    graph_counts counts;
    for_each_candidate(program, [&](candidate_graph const& candidate) {
        if (!candidate.is_stuck()) {
            counts.rc11 += rc11_consistent(candidate.graph) ? 1 : 0;
            counts.sc += sc_consistent(candidate.graph) ? 1 : 0;
        } else if (candidate.loops_see_newest()) {
            counts.rc11_livelock |= rc11_consistent(candidate.graph);
            counts.sc_livelock |= sc_consistent(candidate.graph);
        }
    });
    return counts;
}

graph_sets sets_of_graphs(litmus_program const& program) {
    graph_sets sets;
    for_each_candidate(program, [&](candidate_graph const& candidate) {
        bool const rc11 = rc11_consistent(candidate.graph);
        bool const sc = sc_consistent(candidate.graph);
        if (rc11) {
            sets.rc11.push_back(candidate.key().text());
        }
        if (sc) {
            sets.sc.push_back(candidate.key().text());
        }
    });
    std::sort(sets.rc11.begin(), sets.rc11.end());
    std::sort(sets.sc.begin(), sets.sc.end());
    return sets;
}

std::set<access_pair> racing_pairs(litmus_program const& program) {
    std::set<access_pair> found;
    for_each_candidate(program, [&](candidate_graph const& candidate) {
        if (rc11_consistent(candidate.graph)) {
            candidate.add_races(found);
        }
    });
    return found;
}

double candidates(litmus_program const& program) {
    double result = 1;
    for (std::size_t location = 0; location != program.locations; ++location) {
        int sure_updates = 0;
        int readers = 0;
        int writers = 0;
        for (std::size_t t = 0; t != program.threads; ++t) {
            for (std::size_t i = 0; i != program.thread[t].size; ++i) {
                auto const& code = program.thread[t].code[i];
                if (code.kind == action::fence || code.location != location) {
                    continue;
                }
                sure_updates += updates_for_sure(code) ? 1 : 0;
                readers += may_read(code) && !updates_for_sure(code) ? 1 : 0;
                writers += may_write(code) ? 1 : 0;
            }
        }
        for (int i = 0; i != readers; ++i) {
            result *= writers + 1;
        }
        // Each from another write; then the order among the other writes.
        for (int i = 0; i != sure_updates; ++i) {
            result *= writers - i;
        }
        for (int i = 2; i <= writers - sure_updates; ++i) {
            result *= i;
        }
    }
    return result;
}

} // namespace heddle::tests
