#include "reference/graph_enumerator.hpp"

#include <algorithm>
#include <stdexcept>

namespace heddle::tests {

namespace {

class graph_enumerator {
public:
    using visitor = std::function<void(candidate_graph const&)>;

    graph_enumerator(litmus_program const& program, visitor const& visit)
        : program_{program}, visit_{visit} {}

    void run() { choose_ends(0); }

private:
    /// Every thread runs to its end, or for ever in one of its loops.
    void choose_ends(std::size_t thread);

    void choose_sources(std::size_t reader);

    /// Two updates of one write can never both be atomic; only to look no further down hopeless
    /// branches.
    [[nodiscard]] bool taken(std::size_t reader) const;

    /// What every step reads and writes under the chosen sources; false when a source does not
    /// write after all (a failed compare-exchange, a condition that does not hold), when a step
    /// that is not executed has another source than the first one, or when values depend on
    /// themselves, which "no thin air" forbids.
    bool evaluate();

    void judge_reads_from();

    execution_graph build();

    void choose_orders(std::size_t location);

    /// Coherence in its simplest form, only to look no further down hopeless branches.
    [[nodiscard]] bool respects_program_order(std::vector<std::size_t> const& writes) const;

    /// Atomicity, likewise.
    [[nodiscard]] bool keeps_updates_together(std::vector<std::size_t> const& writes) const;

    litmus_program const& program_;
    visitor const& visit_;
    candidate_graph now_;
};

template <class Registers>
std::optional<int> written_by(instruction const& code, int read, Registers const& registers) {
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

void graph_enumerator::choose_ends(std::size_t thread) {
    if (thread == program_.threads) {
        if (program_.locations + 2 * now_.steps.size() > 64) {
            throw std::invalid_argument{"more than 64 events"};
        }
        now_.source.assign(now_.steps.size(), initial_value);
        choose_sources(0);
        return;
    }
    auto const& code = program_.thread[thread];
    auto const before = now_.steps;
    for (std::size_t i = 0; i != code.size; ++i) {
        if (is_loop(code.code[i])) {
            auto const without = now_.steps;
            now_.steps.push_back(
                {.code = code.code[i], .thread = thread, .number = i, .stuck = true});
            choose_ends(thread + 1);
            now_.steps = without;
        }
        now_.steps.push_back({.code = code.code[i], .thread = thread, .number = i});
    }
    choose_ends(thread + 1);
    now_.steps = before;
}

void graph_enumerator::choose_sources(std::size_t reader) {
    if (reader == now_.steps.size()) {
        judge_reads_from();
        return;
    }
    auto const& code = now_.steps[reader].code;
    if (!may_read(code)) {
        choose_sources(reader + 1);
        return;
    }
    now_.source[reader] = initial_value;
    if (!taken(reader)) {
        choose_sources(reader + 1);
    }
    for (std::size_t writer = 0; writer != now_.steps.size(); ++writer) {
        auto const& from = now_.steps[writer].code;
        if (writer != reader && may_write(from) && !now_.steps[writer].stuck &&
            from.location == code.location) {
            now_.source[reader] = writer;
            if (!taken(reader)) {
                choose_sources(reader + 1);
            }
        }
    }
}

bool graph_enumerator::taken(std::size_t reader) const {
    if (!updates_for_sure(now_.steps[reader].code)) {
        return false;
    }
    for (std::size_t i = 0; i != reader; ++i) {
        if (updates_for_sure(now_.steps[i].code) && now_.source[i] == now_.source[reader] &&
            now_.steps[i].code.location == now_.steps[reader].code.location) {
            return true;
        }
    }
    return false;
}

bool graph_enumerator::evaluate() {
    enum class mark : char { fresh, open, done };
    std::vector<mark> marks(now_.steps.size(), mark::fresh);
    auto const visit = [&](auto const& self, std::size_t i) -> bool {
        if (marks[i] != mark::fresh) {
            return marks[i] == mark::done;
        }
        marks[i] = mark::open;
        // Program order counts as a dependency: no cycle in (sb | rf).
        if (i != 0 && now_.steps[i - 1].thread == now_.steps[i].thread && !self(self, i - 1)) {
            return false;
        }
        step& s = now_.steps[i];
        auto const& code = s.code;
        std::array<int, longest_litmus_thread> registers{};
        for (std::size_t j = i; j-- > 0 && now_.steps[j].thread == s.thread;) {
            registers[now_.steps[j].number] = now_.steps[j].read;
        }
        s.executed = code.when.holds(registers);
        s.read = 0;
        s.written = std::nullopt;
        if (!s.executed) {
            marks[i] = mark::done;
            return now_.source[i] == initial_value;
        }
        if (may_read(code)) {
            if (now_.source[i] == initial_value) {
                s.read = program_.initial[code.location];
            } else if (!self(self, now_.source[i]) || !now_.steps[now_.source[i]].written) {
                return false;
            } else {
                s.read = *now_.steps[now_.source[i]].written;
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
    for (std::size_t i = 0; i != now_.steps.size(); ++i) {
        if (!visit(visit, i)) {
            return false;
        }
    }
    return true;
}

void graph_enumerator::judge_reads_from() {
    if (!evaluate()) {
        return;
    }
    // As in taken(), of all updates.
    for (std::size_t i = 0; i != now_.steps.size(); ++i) {
        for (std::size_t j = 0; j != i; ++j) {
            if (now_.updates(i) && now_.updates(j) &&
                now_.steps[i].code.location == now_.steps[j].code.location &&
                now_.source[i] == now_.source[j]) {
                return;
            }
        }
    }
    now_.graph = build();
    choose_orders(0);
}

execution_graph graph_enumerator::build() {
    std::vector<event> events;
    for (std::size_t location = 0; location != program_.locations; ++location) {
        events.push_back({event::type::write, true, 0, location, std::memory_order_relaxed});
    }
    now_.read_event.assign(now_.steps.size(), 0);
    now_.write_event.assign(now_.steps.size(), 0);
    for (std::size_t i = 0; i != now_.steps.size(); ++i) {
        auto const& code = now_.steps[i].code;
        if (!now_.steps[i].executed) {
            continue;
        }
        if (is_plain(code)) {
            now_.read_event[i] = events.size();
            events.push_back({code.kind == action::plain_load ? event::type::plain_read
                                                              : event::type::plain_write,
                              false, now_.steps[i].thread, code.location, code.order});
        }
        if (may_read(code)) {
            now_.read_event[i] = events.size();
            events.push_back(
                {event::type::read, false, now_.steps[i].thread, code.location, code.order});
        }
        if (now_.steps[i].written) {
            now_.write_event[i] = events.size();
            events.push_back(
                {event::type::write, false, now_.steps[i].thread, code.location, code.order});
        }
        if (code.kind == action::fence) {
            events.push_back({event::type::fence, false, now_.steps[i].thread, 0, code.order});
        }
        // A failed compare-exchange that asked for release reads without it; one that only
        // released reads relaxed.
        if (may_write(code) && may_read(code) && !now_.steps[i].written &&
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
    for (std::size_t i = 0; i != now_.steps.size(); ++i) {
        if (now_.steps[i].executed && may_read(now_.steps[i].code)) {
            graph.rf.add(now_.source[i] == initial_value ? now_.steps[i].code.location
                                                         : now_.write_event[now_.source[i]],
                         now_.read_event[i]);
        }
        if (now_.updates(i)) {
            graph.rmw.add(now_.read_event[i], now_.write_event[i]);
        }
    }
    return graph;
}

void graph_enumerator::choose_orders(std::size_t location) {
    if (location == program_.locations) {
        visit_(now_);
        return;
    }
    std::vector<std::size_t> writes;
    for (std::size_t i = program_.locations; i != now_.graph.events.size(); ++i) {
        if (now_.graph.events[i].kind == event::type::write &&
            now_.graph.events[i].location == location) {
            writes.push_back(i);
        }
    }
    auto const before = now_.graph.mo;
    do {
        if (!respects_program_order(writes) || !keeps_updates_together(writes)) {
            continue;
        }
        now_.graph.mo = before;
        for (std::size_t i = 0; i != writes.size(); ++i) {
            now_.graph.mo.add(location, writes[i]);
            for (std::size_t j = i + 1; j != writes.size(); ++j) {
                now_.graph.mo.add(writes[i], writes[j]);
            }
        }
        choose_orders(location + 1);
    } while (std::next_permutation(writes.begin(), writes.end()));
    now_.graph.mo = before;
}

bool graph_enumerator::respects_program_order(std::vector<std::size_t> const& writes) const {
    for (std::size_t i = 0; i != writes.size(); ++i) {
        for (std::size_t j = i + 1; j != writes.size(); ++j) {
            if (now_.graph.sb.has(writes[j], writes[i])) {
                return false;
            }
        }
    }
    return true;
}

bool graph_enumerator::keeps_updates_together(std::vector<std::size_t> const& writes) const {
    for (std::size_t i = 0; i != now_.steps.size(); ++i) {
        auto const place = std::find(writes.begin(), writes.end(), now_.write_event[i]);
        if (!now_.updates(i) || place == writes.end()) {
            continue;
        }
        bool const first = place == writes.begin();
        if (now_.source[i] == initial_value
                ? !first
                : first || *(place - 1) != now_.write_event[now_.source[i]]) {
            return false;
        }
    }
    return true;
}

} // namespace

void for_each_candidate(litmus_program const& program,
                        std::function<void(candidate_graph const&)> const& visit) {
    graph_enumerator{program, visit}.run();
}

} // namespace heddle::tests
