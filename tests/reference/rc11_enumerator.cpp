#include "rc11_enumerator.hpp"

#include "axioms.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace heddle::tests {

namespace {

bool is_plain(instruction const& step) {
    return step.kind == action::plain_load || step.kind == action::plain_store;
}

// Both of atomics only.
bool may_read(instruction const& step) {
    return step.kind != action::store && step.kind != action::fence && !is_plain(step);
}

bool may_write(instruction const& step) {
    return step.kind != action::load && step.kind != action::fence &&
           step.kind != action::await_equal && step.kind != action::await_at_least &&
           !is_plain(step);
}

bool is_loop(instruction const& step) {
    return step.kind >= action::await_equal && step.kind <= action::await_compare_exchange;
}

bool updates_for_sure(instruction const& step) {
    return (step.kind == action::fetch_add || step.kind == action::exchange) &&
           step.when.source < 0;
}

/// Whether a loop ends when its operation reads `read`.
bool ends_with(instruction const& step, int read) {
    switch (step.kind) {
    case action::await_at_least: return read >= step.value.constant;
    case action::await_exchange: return read != step.value.constant;
    default: return read == step.value.constant;
    }
}

/// An instruction at its place in the program. Step 0.. in program order, thread by thread.
struct step {
    instruction code;
    std::size_t thread = 0;
    std::size_t number = 0;
    bool stuck = false; // a loop that never ends, the last step of its thread
    // Under the chosen sources:
    bool executed = false;
    int read = 0;
    std::optional<int> written{};
};

/// Where a step reads from: an initial value or another step's write.
constexpr std::size_t initial_value = static_cast<std::size_t>(-1);

/// Hands every graph to be judged to a visitor.
class enumerator {
public:
    using visitor = std::function<void(enumerator const&)>;

    enumerator(litmus_program const& program, visitor visit)
        : program_{program}, visit_{std::move(visit)}, graph_{{}} {}

    void run() { choose_ends(0); }

    // Of the graph that the visitor is called for.

    [[nodiscard]] execution_graph const& graph() const { return graph_; }

    /// Some thread stays in a loop for ever.
    [[nodiscard]] bool is_stuck() const {
        return std::any_of(steps_.begin(), steps_.end(),
                           [](auto const& each) { return each.stuck && each.executed; });
    }

    /// A thread that loops for ever sees every write in the end.
    [[nodiscard]] bool loops_see_newest() const {
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (!steps_[i].stuck || !steps_[i].executed) {
                continue;
            }
            auto const seen =
                source_[i] == initial_value ? steps_[i].code.location : write_event_[source_[i]];
            for (std::size_t other = 0; other != graph_.events.size(); ++other) {
                if (graph_.mo.has(seen, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    [[nodiscard]] execution_key key() const {
        execution_key result;
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (!steps_[i].executed) {
                continue;
            }
            if (may_read(steps_[i].code)) {
                if (source_[i] == initial_value) {
                    result.read_initial(place_of(i));
                } else {
                    result.read(place_of(i), place_of(source_[i]));
                }
            }
            if (steps_[i].written) {
                std::size_t rank = 0;
                for (std::size_t j = 0; j != steps_.size(); ++j) {
                    rank += steps_[j].written && graph_.mo.has(write_event_[j], write_event_[i]);
                }
                result.write(place_of(i), rank);
            }
        }
        return result;
    }

    void add_races(std::set<access_pair>& found) const {
        auto const hb = happens_before(graph_);
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            for (std::size_t j = i + 1; j != steps_.size(); ++j) {
                if (conflict(steps_[i], steps_[j]) && !hb.has(event_of(i), event_of(j)) &&
                    !hb.has(event_of(j), event_of(i))) {
                    found.emplace(place_of(i), place_of(j));
                }
            }
        }
    }

private:
    [[nodiscard]] place_in_program place_of(std::size_t i) const {
        return {steps_[i].thread, steps_[i].number};
    }

    [[nodiscard]] std::size_t event_of(std::size_t i) const {
        return steps_[i].written ? write_event_[i] : read_event_[i];
    }

    static bool conflict(step const& a, step const& b) {
        auto const writes = [](step const& s) {
            return s.written || s.code.kind == action::plain_store;
        };
        return a.executed && b.executed && a.thread != b.thread &&
               a.code.location == b.code.location && a.code.kind != action::fence &&
               b.code.kind != action::fence && (is_plain(a.code) || is_plain(b.code)) &&
               (writes(a) || writes(b));
    }

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
                steps_.push_back(
                    {.code = code.code[i], .thread = thread, .number = i, .stuck = true});
                choose_ends(thread + 1);
                steps_ = without;
            }
            steps_.push_back({.code = code.code[i], .thread = thread, .number = i});
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
        if (!taken(reader)) {
            choose_sources(reader + 1);
        }
        for (std::size_t writer = 0; writer != steps_.size(); ++writer) {
            auto const& from = steps_[writer].code;
            if (writer != reader && may_write(from) && !steps_[writer].stuck &&
                from.location == code.location) {
                source_[reader] = writer;
                if (!taken(reader)) {
                    choose_sources(reader + 1);
                }
            }
        }
    }

    /// Two updates of one write can never both be atomic; only to look no further down hopeless
    /// branches.
    [[nodiscard]] bool taken(std::size_t reader) const {
        if (!updates_for_sure(steps_[reader].code)) {
            return false;
        }
        for (std::size_t i = 0; i != reader; ++i) {
            if (updates_for_sure(steps_[i].code) && source_[i] == source_[reader] &&
                steps_[i].code.location == steps_[reader].code.location) {
                return true;
            }
        }
        return false;
    }

    /// What every step reads and writes under the chosen sources; false when a source does not
    /// write after all (a failed compare-exchange, a condition that does not hold), when a step
    /// that is not executed has another source than the first one, or when values depend on
    /// themselves, which "no thin air" forbids.
    bool evaluate() {
        enum class mark : char { fresh, open, done };
        std::vector<mark> marks(steps_.size(), mark::fresh);
        auto const visit = [&](auto const& self, std::size_t i) -> bool {
            if (marks[i] != mark::fresh) {
                return marks[i] == mark::done;
            }
            marks[i] = mark::open;
            // Program order counts as a dependency: no cycle in (sb | rf).
            if (i != 0 && steps_[i - 1].thread == steps_[i].thread && !self(self, i - 1)) {
                return false;
            }
            step& s = steps_[i];
            auto const& code = s.code;
            std::array<int, longest_litmus_thread> registers{};
            for (std::size_t j = i; j-- > 0 && steps_[j].thread == s.thread;) {
                registers[steps_[j].number] = steps_[j].read;
            }
            s.executed = code.when.holds(registers);
            s.read = 0;
            s.written = std::nullopt;
            if (!s.executed) {
                marks[i] = mark::done;
                return source_[i] == initial_value;
            }
            if (may_read(code)) {
                if (source_[i] == initial_value) {
                    s.read = program_.initial[code.location];
                } else if (!self(self, source_[i]) || !steps_[source_[i]].written) {
                    return false;
                } else {
                    s.read = *steps_[source_[i]].written;
                }
            }
            if (is_loop(code) && ends_with(code, s.read) == s.stuck) {
                return false;
            }
            marks[i] = mark::done;
            if (!s.stuck) {
                s.written = written_by(code, s.read, registers);
            }
            return true;
        };
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            if (!visit(visit, i)) {
                return false;
            }
        }
        return true;
    }

    template <class Registers>
    static std::optional<int> written_by(instruction const& code, int read,
                                         Registers const& registers) {
        switch (code.kind) {
        case action::store:
        case action::await_exchange:
        case action::exchange: return code.value.in(registers);
        case action::await_compare_exchange: return code.desired.in(registers);
        case action::fetch_add: return read + code.value.in(registers);
        case action::compare_exchange:
            if (read == code.value.in(registers)) {
                return code.desired.in(registers);
            }
            return std::nullopt;
        default: return std::nullopt;
        }
    }

    void judge_reads_from() {
        if (!evaluate()) {
            return;
        }
        // As in taken(), of all updates.
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                if (updates(i) && updates(j) &&
                    steps_[i].code.location == steps_[j].code.location &&
                    source_[i] == source_[j]) {
                    return;
                }
            }
        }
        graph_ = build();
        choose_orders(0);
    }

    [[nodiscard]] bool updates(std::size_t i) const {
        return may_read(steps_[i].code) && steps_[i].written.has_value();
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
            if (!steps_[i].executed) {
                continue;
            }
            if (is_plain(code)) {
                read_event_[i] = events.size();
                events.push_back({code.kind == action::plain_load ? event::type::plain_read
                                                                  : event::type::plain_write,
                                  false, steps_[i].thread, code.location, code.order});
            }
            if (may_read(code)) {
                read_event_[i] = events.size();
                events.push_back(
                    {event::type::read, false, steps_[i].thread, code.location, code.order});
            }
            if (steps_[i].written) {
                write_event_[i] = events.size();
                events.push_back(
                    {event::type::write, false, steps_[i].thread, code.location, code.order});
            }
            if (code.kind == action::fence) {
                events.push_back({event::type::fence, false, steps_[i].thread, 0, code.order});
            }
            // A failed compare-exchange that asked for release reads without it; one that only
            // released reads relaxed.
            if (may_write(code) && may_read(code) && !steps_[i].written &&
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
            if (steps_[i].executed && may_read(steps_[i].code)) {
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

    void choose_orders(std::size_t location) {
        if (location == program_.locations) {
            visit_(*this);
            return;
        }
        std::vector<std::size_t> writes;
        for (std::size_t i = program_.locations; i != graph_.events.size(); ++i) {
            if (graph_.events[i].kind == event::type::write &&
                graph_.events[i].location == location) {
                writes.push_back(i);
            }
        }
        auto const before = graph_.mo;
        do {
            if (!respects_program_order(writes) || !keeps_updates_together(writes)) {
                continue;
            }
            graph_.mo = before;
            for (std::size_t i = 0; i != writes.size(); ++i) {
                graph_.mo.add(location, writes[i]);
                for (std::size_t j = i + 1; j != writes.size(); ++j) {
                    graph_.mo.add(writes[i], writes[j]);
                }
            }
            choose_orders(location + 1);
        } while (std::next_permutation(writes.begin(), writes.end()));
        graph_.mo = before;
    }

    /// Coherence in its simplest form, only to look no further down hopeless branches.
    [[nodiscard]] bool respects_program_order(std::vector<std::size_t> const& writes) const {
        for (std::size_t i = 0; i != writes.size(); ++i) {
            for (std::size_t j = i + 1; j != writes.size(); ++j) {
                if (graph_.sb.has(writes[j], writes[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Atomicity, likewise.
    [[nodiscard]] bool keeps_updates_together(std::vector<std::size_t> const& writes) const {
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            auto const place = std::find(writes.begin(), writes.end(), write_event_[i]);
            if (!updates(i) || place == writes.end()) {
                continue;
            }
            bool const first = place == writes.begin();
            if (source_[i] == initial_value ? !first
                                            : first || *(place - 1) != write_event_[source_[i]]) {
                return false;
            }
        }
        return true;
    }

    litmus_program const& program_;
    visitor visit_;
    std::vector<step> steps_;
    std::vector<std::size_t> source_;
    std::vector<std::size_t> read_event_; // of a plain access too
    std::vector<std::size_t> write_event_;
    execution_graph graph_;
};

} // namespace

graph_counts count_graphs(litmus_program const& program) {
    graph_counts counts;
    enumerator{program,
               [&](enumerator const& found) {
                   if (!found.is_stuck()) {
                       counts.rc11 += rc11_consistent(found.graph()) ? 1 : 0;
                       counts.sc += sc_consistent(found.graph()) ? 1 : 0;
                   } else if (found.loops_see_newest()) {
                       counts.rc11_livelock |= rc11_consistent(found.graph());
                       counts.sc_livelock |= sc_consistent(found.graph());
                   }
               }}
        .run();
    return counts;
}

graph_sets sets_of_graphs(litmus_program const& program) {
    graph_sets sets;
    enumerator{program,
               [&](enumerator const& found) {
                   bool const rc11 = rc11_consistent(found.graph());
                   bool const sc = sc_consistent(found.graph());
                   if (rc11) {
                       sets.rc11.push_back(found.key().text());
                   }
                   if (sc) {
                       sets.sc.push_back(found.key().text());
                   }
               }}
        .run();
    std::sort(sets.rc11.begin(), sets.rc11.end());
    std::sort(sets.sc.begin(), sets.sc.end());
    return sets;
}

std::set<access_pair> racing_pairs(litmus_program const& program) {
    std::set<access_pair> found;
    enumerator{program,
               [&](enumerator const& graph) {
                   if (rc11_consistent(graph.graph())) {
                       graph.add_races(found);
                   }
               }}
        .run();
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
