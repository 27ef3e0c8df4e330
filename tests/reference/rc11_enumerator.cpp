#include "rc11_enumerator.hpp"

#include "axioms.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace heddle::tests {

namespace {

bool may_read(instruction const& step) {
    return step.kind != action::store && step.kind != action::fence;
}

bool may_write(instruction const& step) {
    return step.kind != action::load && step.kind != action::fence &&
           step.kind != action::await_equal && step.kind != action::await_at_least;
}

bool is_loop(instruction const& step) {
    return step.kind >= action::await_equal;
}

/// Whether a loop ends when its operation reads `read`.
bool ends_with(instruction const& step, int read) {
    switch (step.kind) {
    case action::await_at_least: return read >= step.value;
    case action::await_exchange: return read != step.value;
    default: return read == step.value;
    }
}

/// An instruction at its place in the program. Step 0.. in program order, thread by thread.
struct step {
    instruction code;
    std::size_t thread = 0;
    bool stuck = false; // a loop that never ends, the last step of its thread
};

/// Where a step reads from: an initial value or another step's write.
constexpr std::size_t initial_value = static_cast<std::size_t>(-1);

class enumerator {
public:
    explicit enumerator(litmus_program const& program) : program_{program} {}

    graph_counts count() {
        choose_ends(0);
        return counts_;
    }

private:
    /// Every thread runs to its end, or for ever in one of its loops.
    void choose_ends(std::size_t thread) {
        if (thread == program_.threads) {
            if (program_.locations + 2 * steps_.size() > 64) {
                throw std::invalid_argument{"more than 64 events"};
            }
            source_.assign(steps_.size(), initial_value);
            choose_sources(0);
            return;
        }
        auto const& code = program_.thread[thread];
        auto const before = steps_;
        for (std::size_t i = 0; i != code.size; ++i) {
            if (is_loop(code.code[i])) {
                auto const without = steps_;
                steps_.push_back({code.code[i], thread, true});
                choose_ends(thread + 1);
                steps_ = without;
            }
            steps_.push_back({code.code[i], thread, false});
        }
        choose_ends(thread + 1);
        steps_ = before;
    }

    void choose_sources(std::size_t reader) {
        if (reader == steps_.size()) {
            judge_reads_from();
            return;
        }
        auto const& code = steps_[reader].code;
        if (!may_read(code)) {
            choose_sources(reader + 1);
            return;
        }
        source_[reader] = initial_value;
        choose_sources(reader + 1);
        for (std::size_t writer = 0; writer != steps_.size(); ++writer) {
            auto const& from = steps_[writer].code;
            if (writer != reader && may_write(from) && !steps_[writer].stuck &&
                from.location == code.location) {
                source_[reader] = writer;
                choose_sources(reader + 1);
            }
        }
    }

    /// What every step reads and writes under the chosen sources; false when a source does not
    /// write after all (a failed compare-exchange) or when values depend on themselves, which "no
    /// thin air" forbids.
    bool evaluate() {
        enum class mark : char { fresh, open, done };
        std::vector<mark> marks(steps_.size(), mark::fresh);
        written_.assign(steps_.size(), std::nullopt);
        auto const visit = [&](auto const& self, std::size_t i) -> bool {
            if (marks[i] != mark::fresh) {
                return marks[i] == mark::done;
            }
            marks[i] = mark::open;
            // Program order counts as a dependency: no cycle in (sb | rf).
            if (i != 0 && steps_[i - 1].thread == steps_[i].thread && !self(self, i - 1)) {
                return false;
            }
            auto const& code = steps_[i].code;
            int read = 0;
            if (may_read(code)) {
                if (source_[i] == initial_value) {
                    read = program_.initial[code.location];
                } else if (!self(self, source_[i]) || !written_[source_[i]]) {
                    return false;
                } else {
                    read = *written_[source_[i]];
                }
            }
            if (is_loop(code) && ends_with(code, read) == steps_[i].stuck) {
                return false;
            }
            if (steps_[i].stuck) {
                marks[i] = mark::done;
                return true;
            }
            switch (code.kind) {
            case action::store:
            case action::await_exchange:
            case action::exchange: written_[i] = code.value; break;
            case action::await_compare_exchange: written_[i] = code.desired; break;
            case action::fetch_add: written_[i] = read + code.value; break;
            case action::compare_exchange:
                if (read == code.value) {
                    written_[i] = code.desired;
                }
                break;
            case action::load:
            case action::await_equal:
            case action::await_at_least:
            case action::fence: break;
            }
            marks[i] = mark::done;
            return true;
        };
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (!visit(visit, i)) {
                return false;
            }
        }
        return true;
    }

    void judge_reads_from() {
        if (!evaluate()) {
            return;
        }
        // Two updates of one write can never both be atomic; saves looking through their
        // modification orders.
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                if (updates(i) && updates(j) &&
                    steps_[i].code.location == steps_[j].code.location &&
                    source_[i] == source_[j]) {
                    return;
                }
            }
        }
        auto graph = build();
        choose_orders(graph, 0);
    }

    [[nodiscard]] bool updates(std::size_t i) const {
        return may_read(steps_[i].code) && written_[i].has_value();
    }

    execution_graph build() {
        std::vector<event> events;
        for (std::size_t location = 0; location != program_.locations; ++location) {
            events.push_back({event::type::write, true, 0, location, std::memory_order_relaxed});
        }
        read_event_.assign(steps_.size(), 0);
        write_event_.assign(steps_.size(), 0);
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            auto const& code = steps_[i].code;
            if (may_read(code)) {
                read_event_[i] = events.size();
                events.push_back(
                    {event::type::read, false, steps_[i].thread, code.location, code.order});
            }
            if (written_[i]) {
                write_event_[i] = events.size();
                events.push_back(
                    {event::type::write, false, steps_[i].thread, code.location, code.order});
            }
            if (code.kind == action::fence) {
                events.push_back({event::type::fence, false, steps_[i].thread, 0, code.order});
            }
            // A failed compare-exchange that asked for release reads without it; one that only
            // released reads relaxed.
            if (may_write(code) && may_read(code) && !written_[i] &&
                code.order == std::memory_order_release) {
                events.back().order = std::memory_order_relaxed;
            }
        }
        execution_graph graph{std::move(events)};
        auto const& list = graph.events;
        for (std::size_t a = 0; a != list.size(); ++a) {
            for (std::size_t b = 0; b != list.size(); ++b) {
                bool const later = !list[a].initial && list[a].thread == list[b].thread && a < b;
                if (!list[b].initial && (list[a].initial || later)) {
                    graph.sb.add(a, b);
                }
            }
        }
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (may_read(steps_[i].code)) {
                graph.rf.add(source_[i] == initial_value ? steps_[i].code.location
                                                         : write_event_[source_[i]],
                             read_event_[i]);
            }
            if (updates(i)) {
                graph.rmw.add(read_event_[i], write_event_[i]);
            }
        }
        return graph;
    }

    void choose_orders(execution_graph& graph, std::size_t location) {
        if (location == program_.locations) {
            bool const stuck = std::any_of(steps_.begin(), steps_.end(),
                                           [](auto const& each) { return each.stuck; });
            if (!stuck) {
                counts_.rc11 += rc11_consistent(graph) ? 1 : 0;
                counts_.sc += sc_consistent(graph) ? 1 : 0;
            } else if (loops_see_newest(graph)) {
                counts_.rc11_livelock |= rc11_consistent(graph);
                counts_.sc_livelock |= sc_consistent(graph);
            }
            return;
        }
        std::vector<std::size_t> writes;
        for (std::size_t i = program_.locations; i != graph.events.size(); ++i) {
            if (graph.events[i].kind == event::type::write &&
                graph.events[i].location == location) {
                writes.push_back(i);
            }
        }
        auto const before = graph.mo;
        do {
            graph.mo = before;
            for (std::size_t i = 0; i != writes.size(); ++i) {
                graph.mo.add(location, writes[i]);
                for (std::size_t j = i + 1; j != writes.size(); ++j) {
                    graph.mo.add(writes[i], writes[j]);
                }
            }
            if (respects_program_order(graph, writes)) {
                choose_orders(graph, location + 1);
            }
        } while (std::next_permutation(writes.begin(), writes.end()));
        graph.mo = before;
    }

    /// A thread that loops for ever sees every write in the end.
    [[nodiscard]] bool loops_see_newest(execution_graph const& graph) const {
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (!steps_[i].stuck) {
                continue;
            }
            auto const seen =
                source_[i] == initial_value ? steps_[i].code.location : write_event_[source_[i]];
            for (std::size_t other = 0; other != graph.events.size(); ++other) {
                if (graph.mo.has(seen, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Coherence in its simplest form, only to look no further down hopeless branches.
    static bool respects_program_order(execution_graph const& graph,
                                       std::vector<std::size_t> const& writes) {
        for (std::size_t i = 0; i != writes.size(); ++i) {
            for (std::size_t j = i + 1; j != writes.size(); ++j) {
                if (graph.sb.has(writes[j], writes[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    litmus_program const& program_;
    std::vector<step> steps_;
    std::vector<std::size_t> source_;
    std::vector<std::optional<int>> written_;
    std::vector<std::size_t> read_event_;
    std::vector<std::size_t> write_event_;
    graph_counts counts_;
};

} // namespace

graph_counts count_graphs(litmus_program const& program) {
    return enumerator{program}.count();
}

} // namespace heddle::tests
