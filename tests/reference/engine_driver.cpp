#include "reference/engine_driver.hpp"

#include "memory_model/memory_model.hpp"
#include "reference/execution_key.hpp"
#include "strategy/extension.hpp"
#include "strategy/strategy.hpp"

#include <array>
#include <stdexcept>

namespace heddle::tests {

namespace {

using graph::operation_code;

graph::memory_order order_of(std::memory_order order) {
    switch (order) {
    case std::memory_order_acquire: return graph::memory_order::acquire;
    case std::memory_order_release: return graph::memory_order::release;
    case std::memory_order_acq_rel: return graph::memory_order::acq_rel;
    case std::memory_order_seq_cst: return graph::memory_order::seq_cst;
    default: return graph::memory_order::relaxed;
    }
}

/// The failure order of the one-order form of a compare-exchange [atomics.types.operations].
graph::memory_order failure_order_of(std::memory_order order) {
    switch (order) {
    case std::memory_order_acq_rel: return graph::memory_order::acquire;
    case std::memory_order_release: return graph::memory_order::relaxed;
    default: return order_of(order);
    }
}

graph::value value_of(int v) {
    return {static_cast<std::uint32_t>(v), 0};
}

std::uintptr_t address_of(std::size_t location) {
    return 0x1000 + 16 * location;
}

/// A thread of the program, somewhere in one execution.
class interpreted_thread {
public:
    interpreted_thread(graph::thread_id id, litmus_thread const& code) : id_{id}, code_{&code} {
        skip_what_does_not_hold();
    }

    [[nodiscard]] bool finished() const { return next_ == code_->size; }

    /// Goes on through what the graph already has, and names its events.
    void catch_up(graph::execution_graph const& g, std::vector<place_in_program>& names) {
        for (auto const& events = g.of_thread(id_); performed_ < events.size();) {
            auto const& e = g[events[performed_]];
            names[events[performed_++]] = {id_, next_};
            if (graph::is_read(e)) {
                read_[next_] = static_cast<int>(e.seen.low);
                if (e.exclusive) {
                    names[events[performed_++]] = {id_, next_};
                }
            }
            ++next_;
            skip_what_does_not_hold();
        }
    }

    [[nodiscard]] graph::operation pending() const {
        auto const& code = code_->code[next_];
        graph::operation o;
        o.order = order_of(code.order);
        o.pc = (std::uintptr_t{id_} << 8) + next_;
        if (code.kind == action::fence) {
            o.code = operation_code::fence;
            return o;
        }
        o.size = sizeof(int);
        o.address = address_of(code.location);
        switch (code.kind) {
        case action::load: o.code = operation_code::load; break;
        case action::store:
            o.code = operation_code::store;
            o.operand = value_of(code.value.in(read_));
            break;
        case action::fetch_add:
            o.code = operation_code::fetch_add;
            o.operand = value_of(code.value.in(read_));
            break;
        case action::exchange:
            o.code = operation_code::exchange;
            o.operand = value_of(code.value.in(read_));
            break;
        case action::compare_exchange:
            o.code = operation_code::compare_exchange;
            o.failure_order = failure_order_of(code.order);
            o.expected = value_of(code.value.in(read_));
            o.operand = value_of(code.desired.in(read_));
            break;
        default: throw std::invalid_argument{"neither loops nor plain accesses"};
        }
        return o;
    }

private:
    void skip_what_does_not_hold() {
        while (!finished() && !code_->code[next_].when.holds(read_)) {
            ++next_;
        }
    }

    graph::thread_id id_;
    litmus_thread const* code_;
    std::size_t next_ = 0;
    std::size_t performed_ = 0; // events
    std::array<int, longest_litmus_thread> read_{};
};

/// One process becomes two: the one that has taken a share of what is left, and the other.
struct division {
    std::uint64_t run; ///< After how many executions.
    bool taken;
};

class driver {
public:
    driver(litmus_program const& program, model which, std::uint32_t order)
        : program_{program},
          order_{order},
          explorer_{strategy::exhaustive(clocks_, which == model::sc
                                                      ? memory_model::sequential_consistency()
                                                      : memory_model::rc11())} {
        clocks_.admit(static_cast<graph::thread_id>(program.threads));
    }

    visited_graphs run() {
        while (explorer_->next_execution()) {
            run_once();
        }
        return result();
    }

    /// What an instance does that comes to be by the divisions in `past`: up to the last of them
    /// the executions are its forebears'. Divides its own part by chance; `divide` is told the past
    /// of each instance that this makes.
    template <class Divide>
    visited_graphs run_part(std::vector<division> past, std::uint32_t rarity,
                            Divide const& divide) {
        random_numbers_ = past.empty() ? 1 : past.back().run + past.size() * 1000;
        std::uint64_t runs = 0;
        std::size_t next = 0;
        while (explorer_->next_execution()) {
            run_once();
            ++runs;
            if (next != past.size()) {
                if (past[next].run != runs) {
                    continue;
                }
                if (past[next++].taken) {
                    explorer_->take_share();
                    result_ = {};
                } else {
                    explorer_->give_share();
                }
            } else if (explorer_->can_share() && next_number(random_numbers_) % rarity == 0) {
                past.push_back({runs, true});
                divide(past);
                past.back().taken = false;
                next = past.size();
                explorer_->give_share();
            }
        }
        return result();
    }

    std::vector<double> probe(std::size_t descents) {
        std::vector<double> found;
        for (std::size_t i = 0; i != descents; ++i) {
            explorer_->probe(i + 1);
            while (explorer_->next_execution()) {
                run_once();
            }
            found.push_back(explorer_->probed());
        }
        return found;
    }

private:
    visited_graphs result() {
        result_.exhausted = explorer_->exhausted();
        return std::move(result_);
    }

    void run_once() {
        threads_.clear();
        for (graph::thread_id t = 0; t != program_.threads; ++t) {
            threads_.emplace_back(t, program_.thread[t]);
        }
        for (;;) {
            auto const& g = explorer_->graph();
            names_.resize(g.size());
            for (auto& t : threads_) {
                t.catch_up(g, names_);
            }
            collect_ready(g);
            if (ready_.empty()) {
                break;
            }
            auto const picked =
                order_ == 0 ? explorer_->pick(ready_) : next_number(number_) % ready_.size();
            if (picked == ready_.size()) {
                break;
            }
            add(ready_[picked]);
        }
        bool finished = true;
        for (auto const& t : threads_) {
            finished &= t.finished();
        }
        if (finished) {
            explorer_->ended(strategy::ending::complete);
            result_.executions.push_back(key().text());
        } else {
            explorer_->ended(strategy::ending::blocked);
            ++result_.unfinished;
        }
    }

    /// By a linear congruential generator of Knuth's.
    std::uint32_t next_number(std::uint64_t& number) const {
        number = number * 6364136223846793005U + 2 * std::uint64_t{order_} + 1;
        return static_cast<std::uint32_t>(number >> 33U);
    }

    void collect_ready(graph::execution_graph const& g) {
        ready_.clear();
        for (graph::thread_id t = 0; t != threads_.size(); ++t) {
            if (threads_[t].finished()) {
                continue;
            }
            operations_[t] = threads_[t].pending();
            strategy::pending_operation const next{
                .thread = t, .what = &operations_[t], .location = find(g, operations_[t].address)};
            if (strategy::enabled(g, explorer_->loops(), next)) {
                ready_.push_back(next);
            }
        }
    }

    void add(strategy::pending_operation const& next) {
        graph::value initial{};
        if (next.what->address != 0) {
            initial = value_of(program_.initial[(next.what->address - address_of(0)) / 16]);
        }
        explorer_->add(next, initial);
    }

    static graph::location_id find(graph::execution_graph const& g, std::uintptr_t address) {
        for (graph::location_id l = 0; l != g.location_count(); ++l) {
            if (g.at(l).address == address) {
                return l;
            }
        }
        return graph::no_location;
    }

    [[nodiscard]] execution_key key() const {
        execution_key result;
        auto const& g = explorer_->graph();
        for (graph::thread_id t = 0; t != program_.threads; ++t) {
            for (auto const id : g.of_thread(t)) {
                auto const& e = g[id];
                if (graph::is_write(e)) {
                    result.write(names_[id], e.place - std::size_t{1});
                } else if (graph::is_read(e) && e.source == graph::initial_write) {
                    result.read_initial(names_[id]);
                } else if (graph::is_read(e)) {
                    result.read(names_[id], names_[e.source]);
                }
            }
        }
        return result;
    }

    litmus_program const& program_;
    std::uint32_t order_;
    std::uint64_t number_ = 1;
    std::uint64_t random_numbers_ = 1;
    graph::clock_pool clocks_;
    std::unique_ptr<strategy::strategy> explorer_;
    std::vector<interpreted_thread> threads_;
    std::array<graph::operation, 8> operations_{};
    std::vector<strategy::pending_operation> ready_;
    std::vector<place_in_program> names_;
    visited_graphs result_;
};

} // namespace

visited_graphs explore_with_engine(litmus_program const& program, model which,
                                   std::uint32_t order) {
    return driver{program, which, order}.run();
}

visited_graphs explore_in_parts(litmus_program const& program, model which, std::uint32_t rarity) {
    std::vector<std::vector<division>> waiting{{}};
    visited_graphs all;
    all.exhausted = true;
    all.parts = 0;
    while (!waiting.empty()) {
        auto const past = waiting.back();
        waiting.pop_back();
        auto const part = driver{program, which, 0}.run_part(
            past, rarity, [&](std::vector<division> const& p) { waiting.push_back(p); });
        all.executions.insert(all.executions.end(), part.executions.begin(), part.executions.end());
        all.unfinished += part.unfinished;
        all.exhausted &= part.exhausted;
        ++all.parts;
    }
    return all;
}

std::vector<double> probe_with_engine(litmus_program const& program, model which,
                                      std::size_t descents) {
    return driver{program, which, 0}.probe(descents);
}

} // namespace heddle::tests
