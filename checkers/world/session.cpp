#include "world/session.hpp"

#include "world/blocked_call.hpp"
#include "world/document.hpp"
#include "world/execution_runner.hpp"
#include "world/findings.hpp"
#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/output.hpp"
#include "world/program.hpp"
#include "world/repeat_for_report.hpp"
#include "world/restorable.hpp"
#include "world/signals.hpp"
#include "world/state.hpp"
#include "world/tree_probe.hpp"
#include "world/uninstrumented.hpp"
#include "world/workers.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace heddle::world {

void (*before_execution)() = nullptr;
void (*at_thread_begin)() = nullptr;
void (*at_thread_end)() = nullptr;
void (*after_main)(int status) = nullptr;

namespace {

using clock = std::chrono::steady_clock;

class session {
public:
    session(const options& wanted, status_page& status, const entry_point& program)
        : wanted_(wanted), status_(status), runner_(program) {}

    void run() {
        const auto& model = wanted_.memory_model == "sc" ? memory_model::sequential_consistency()
                                                         : memory_model::rc11();
        try {
            state->explorer = wanted_.replay.empty()
                                  ? chosen_strategy(model)
                                  : strategy::replay(state->clocks, model, wanted_.replay);
        } catch (const std::invalid_argument& e) {
            reason_ = e.what();
            return;
        }
        if (!state->explorer->can_resume()) {
            state->checkpoints.disable("each execution is drawn by itself");
        } else if (const std::string name = unrestorable_import(); !name.empty()) {
            state->checkpoints.disable("the program uses " + name);
        }
        if (state->checkpoints.enabled()) state->shadow.watch_pages(is_missed_by_checkpoints);
        install_signal_handlers(wanted_.watchdog);
        watch_for_blocked_calls();
        status_.phase = 1;
        start_ = clock::now();
        if (wanted_.estimate && state->explorer->can_probe()) probe_.emplace(status_);
        if (may_run_beside_itself() && wanted_.jobs > 1 && wanted_.replay.empty() &&
            wanted_.strategy == "exhaustive") {
            workers_.emplace();
            if (workers_->begin(wanted_.jobs)) {
                output_.share();
            } else {
                workers_.reset();
            }
        }
        do {
            explore_part();
        } while (workers_ && gather());
        remove_signal_handlers();
        tally_.checkpoints =
            state->checkpoints.enabled() ? "used" : "not used: " + state->checkpoints.reason();
        tally_.seconds = std::chrono::duration<double>(clock::now() - start_).count();
        output_.show();
    }

    [[nodiscard]] nlohmann::json result() {
        std::string verdict = complete_ ? "correct" : "incomplete";
        if (found_.have_bug()) verdict = found_.verdict();
        if (verdict == "incomplete" && state->explorer != nullptr && state->explorer->samples()) {
            // That a budget ended the search is how sampling ends.
            const bool as_planned = reason_.empty() || reason_.starts_with("the budget");
            reason_ = fmt::format("only {} executions were sampled (seed {}){}", runs_,
                                  wanted_.seed, as_planned ? "" : ": " + reason_);
        }
        if (verdict == "incomplete" && reason_.empty() && state->explorer != nullptr)
            reason_ = state->left_out != nullptr ? state->left_out : state->explorer->limit();
        if (verdict == "incomplete" && reason_.empty()) {
            reason_ =
                wanted_.replay.empty() ? "the search ended early" : "one execution was replayed";
        }
        nlohmann::json d =
            document(wanted_, tally_, verdict, complete_ && !found_.have_bug(), reason_);
        if (wanted_.jobs > 1 && wanted_.replay.empty() && state->explorer != nullptr &&
            !may_run_beside_itself()) {
            d["warnings"].push_back("--jobs: one process explores, since " +
                                    state->checkpoints.reason());
        }
        for (const std::string& each : state->caveats) d["warnings"].push_back(each);
        if (!replayed_.is_null()) d["replayed"] = replayed_;
        if (state->orders.in_use()) d["order_sites"] = state->orders.to_json();
        found_.write(d);
        return d;
    }

private:
    // All there is to explore, or the part of it that is this process's.
    void explore_part() {
        while (!over() && state->explorer->next_execution() && is_affordable()) {
            one_execution();
            ++runs_;
            if (fatal_) break;
            if (probe_ && may_run_beside_itself() && runs_ % 32 == 0 && is_first() &&
                probe_->is_due())
                probe_tree();
            if (!workers_) {
                publish(tally_);
            } else {
                if (runs_ % 32 == 0) add_to_all();
                if (may_run_beside_itself() && workers_->wants_help() &&
                    state->explorer->can_share()) {
                    divide();
                } else if (runs_ % 4 == 0 && workers_->wants_keeper()) {
                    keep();
                }
            }
        }
        complete_ = reason_.empty() && !fatal_ && state->explorer->exhausted() &&
                    state->left_out == nullptr;
        tally_.operations = state->steps - steps_before_;
    }

    // In a process of its own.
    void probe_tree() {
        if (!probe_->fork()) return;
        workers_.reset(); // not one of them
        restart_watchdog();
        watch_for_blocked_calls();
        do {
            state->explorer->probe(probe_->seed());
            while (state->explorer->next_execution() && run_once() != execution_end::bug) {
            }
            probe_->add(state->explorer->probed());
        } while (probe_->goes_on() && !interrupted());
        ::syscall(SYS_exit_group, 0);
    }

    void divide() {
        switch (workers_->divide()) {
        case workers::side::none: break;
        case workers::side::here:
            state->explorer->give_share();
            keep();
            break;
        case workers::side::there:
            state->explorer->take_share();
            // What has been counted is the other's.
            steps_before_ = state->steps;
            tally_ = {};
            found_.clear();
            begin_as_process();
            break;
        }
    }

    void keep() {
        if (workers_->keep()) begin_as_process();
    }

    // In a process that explores from here on.
    void begin_as_process() {
        restart_watchdog();
        watch_for_blocked_calls();
        add_to_all();
    }

    void publish(const counts& c) {
        status_.executions = c.executions;
        status_.blocked = c.blocked;
        status_.events = c.events;
    }

    void add_to_all() {
        counts now = tally_;
        now.operations = state->steps - steps_before_;
        publish(workers_->count(now));
    }

    // This process's part is done. In the first process, what all have found; whether the search
    // begins anew. In the others, the end.
    bool gather() {
        if (spent_) {
            // The others may still use what they have claimed: again, if they have been killed.
            workers_->give_reason(reason_);
        } else if (fatal_ || !reason_.empty()) {
            workers_->stop(reason_);
        }
        add_to_all();
        if (state->left_out != nullptr) workers_->give_reason(state->left_out);
        if (!is_first()) {
            for (std::string& line : found_.lines(workers_->number(), state->caveats))
                workers_->hand_over(std::move(line));
        }
        workers_->leave(complete_, [](workers& all) {
            if (interrupted()) all.stop("interrupted");
        });
        if (!workers_->is_first()) ::syscall(SYS_exit_group, 0);
        const workers::end all = workers_->result();
        if (all.start_over) {
            if (all.without_checkpoints) {
                state->checkpoints.disable(misses_state);
            }
            workers_->start_over();
            if (std::exchange(spent_, false)) reason_.clear();
            found_.clear();
            steps_before_ = state->steps;
            begin_anew();
            return true;
        }
        static_cast<counts&>(tally_) = workers_->sum();
        complete_ = all.complete;
        reason_ = all.reason;
        if (all.crashed != 0) {
            found_.add({{"kind", to_string(verdict::crash)},
                        {"message", fmt::format("the program was ended by signal {} ({})",
                                                all.crashed, strsignal(all.crashed))},
                        {"stack", nlohmann::json::array()}});
        }
        found_.add_lines(workers_->reports(), [this] { output_.take_published(); });
        return false;
    }

    [[nodiscard]] std::unique_ptr<strategy::strategy>
    chosen_strategy(const memory_model::memory_model& model) const {
        const std::string& name = wanted_.strategy;
        if (name == "bounded") return strategy::bounded(state->clocks, model, wanted_.preemptions);
        if (name == "random") return strategy::random(state->clocks, model, wanted_.seed);
        if (name == "pct") return strategy::pct(state->clocks, model, wanted_.seed);
        if (name == "pos") return strategy::pos(state->clocks, model, wanted_.seed);
        if (name == "surw") return strategy::surw(state->clocks, model, wanted_.seed);
        return strategy::exhaustive(state->clocks, model);
    }

    // Whether the budget of executions has been used. One that is drawn again counts again.
    [[nodiscard]] bool is_spent() {
        const auto spent = state->explorer->samples() ? runs_ : tally_.executions + tally_.blocked;
        return spent >= wanted_.executions;
    }

    // The same, for several processes: there is an execution, which one of them is to have.
    bool is_affordable() {
        if (!workers_ || wanted_.executions == 0 || workers_->claim(wanted_.executions))
            return true;
        reason_ = "the budget of executions was used up";
        spent_ = true;
        return false;
    }

    bool over() {
        if (workers_ && workers_->stopped()) return true;
        if (interrupted()) {
            reason_ = "interrupted";
        } else if (wanted_.executions != 0 && !workers_ && is_spent()) {
            // Complete all the same when nothing is left.
            if (!state->explorer->next_execution()) return true;
            reason_ = "the budget of executions was used up";
        } else if (wanted_.time > 0 &&
                   std::chrono::duration<double>(clock::now() - start_).count() >= wanted_.time) {
            reason_ = "the budget of time was used up";
        }
        return !reason_.empty();
    }

    execution_end run_once() {
        execution_end end = runner_.run();
        while (end == execution_end::start_over && !is_divided()) {
            start_over();
            end = runner_.run();
        }
        if (end == execution_end::start_over) workers_->stop_to_start_over(false);
        return end;
    }

    void start_over() {
        begin_anew();
        state->explorer->next_execution();
    }

    void begin_anew() {
        state->explorer->start_over();
        if (!state->explorer->samples()) {
            tally_.executions = tally_.blocked = tally_.events = 0;
            found_.outcomes().clear();
        }
        if (workers_) workers_->unclaim();
    }

    // What keeps a program from being taken up at checkpoints lies outside of it: files, say, that
    // two processes of it would have in common.
    [[nodiscard]] static bool may_run_beside_itself() { return state->checkpoints.enabled(); }

    [[nodiscard]] bool is_first() const { return !workers_ || workers_->is_first(); }

    [[nodiscard]] bool is_divided() const { return workers_ && workers_->divided(); }

    void one_execution() {
        if (first_) {
            output_.capture();
            run_once();
            output_.discard();
            first_ = false;
        } else {
            run_once();
        }
        tally_.events += state->graph->size();
        const bool ended =
            state->end == execution_end::complete || state->end == execution_end::blocked;
        if (ended && !wanted_.replay.empty()) show_replayed();
        switch (state->end) {
        case execution_end::complete:
            state->explorer->ended(strategy::ending::complete);
            tally_.executions += state->explorer->is_new() ? 1 : 0;
            if (state->said.has_outcome() && state->explorer->is_new())
                found_.outcomes().add(state->said.outcome(), token_of_execution);
            break;
        case execution_end::blocked:
            ++tally_.blocked;
            state->explorer->ended(strategy::ending::blocked);
            break;
        case execution_end::too_long:
            fatal_ = true;
            reason_ = "an execution has more than 1,000,000 events, most of them of thread " +
                      std::to_string(busiest_thread()) + ": a loop without end?";
            break;
        case execution_end::restart:
        case execution_end::start_over:
        case execution_end::seen_before: break;
        case execution_end::bug:
            state->explorer->ended(strategy::ending::bug);
            tally_.executions += state->explorer->is_new() ? 1 : 0;
            keep_bug();
            break;
        }
    }

    void show_replayed() {
        repeat_for_trace([this] { return run_once(); });
        bug none;
        none.kind = verdict::correct;
        replayed_ = describe(none);
    }

    [[nodiscard]] static graph::thread_id busiest_thread() {
        const auto& g = *state->graph;
        graph::thread_id busiest = 0;
        for (graph::thread_id t = 1; t < g.thread_bound(); ++t) {
            if (g.of_thread(t).size() > g.of_thread(busiest).size()) busiest = t;
        }
        return busiest;
    }

    void keep_bug() {
        bug b = state->found;
        if (b.kind != verdict::nondeterministic && !watchdog_fired()) {
            bool learned = false;
            auto repeated = repeat_for_report(b, output_, [&] {
                const execution_end end = runner_.run();
                learned |= end == execution_end::start_over;
                return end;
            });
            if (learned) {
                search_anew();
                return;
            }
            if (!repeated && runner_.was_resumed()) {
                search_without_checkpoints();
                return;
            }
            if (repeated) b = std::move(*repeated);
        }
        describe_waiting(b);
        const bool is_fatal = !wanted_.keep_going || b.kind == verdict::unsupported ||
                              b.kind == verdict::nondeterministic || b.kind == verdict::crash ||
                              watchdog_fired();
        fatal_ = is_fatal;
        auto described = describe(b);
        if (!workers_) {
            found_.add(std::move(described));
        } else if (workers_->report(findings::line_of(described))) {
            output_.publish();
        }
    }

    // A loop became known only when the execution was repeated: what was found does not rest on it.
    void search_anew() {
        if (is_divided()) {
            workers_->stop_to_start_over(false);
            return;
        }
        start_over();
        one_execution();
    }

    // The program has state that checkpoints miss: nothing found with their help is to be trusted.
    void search_without_checkpoints() {
        if (is_divided()) {
            workers_->stop_to_start_over(true);
            return;
        }
        state->checkpoints.disable(misses_state);
        start_over();
        one_execution();
    }

    static constexpr auto misses_state = "an execution went otherwise when run from its start";

    options wanted_;
    status_page& status_;
    program_output output_;
    clock::time_point start_;
    tally tally_;
    std::optional<tree_probe> probe_;
    std::optional<workers> workers_; // if there may be more than one
    std::uint64_t steps_before_ = 0; // this process's part, or the search
    findings found_;
    nlohmann::json replayed_; // what a replay did that shows no bug
    std::string reason_;
    bool complete_ = false;
    bool fatal_ = false;
    bool spent_ = false; // the budget that several processes share
    bool first_ = true;
    std::uint64_t runs_ = 0;
    execution_runner runner_;
};

// The same file may be known by several names.
bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::equivalent(a, b, ignored);
}

void note_spins(const options& wanted) {
    for (const auto& spins : wanted.spins) {
        for (const auto& m : modules()) {
            const bool executable = &m == &modules().front();
            if (spins.file.empty() ? !executable : !is_same_file(spins.file, m.path)) continue;
            for (const auto& [first, end] : spins.code) {
                state->spins.add(spins.looks, first + m.bias, end + m.bias);
            }
        }
    }
}

} // namespace

void explore(int (*main)(int, char**, char**), int argc, char** argv, char** envp,
             const options& wanted, int document_fd, status_page& status) {
    // glibc clears this when a second thread exists; libstdc++ then counts references atomically.
    if (void* flag = dlsym(RTLD_DEFAULT, "__libc_single_threaded"); flag != nullptr) {
        *static_cast<char*>(flag) = 0;
    }
    end_constructors();
    state = new world_state; // lives as long as the process
    state->spurious = wanted.spurious;
    find_uninstrumented_libraries();
    note_spins(wanted);
    if (wanted.order_sites || !wanted.orders.empty()) state->orders.begin(wanted.orders);
    follows_spins = !state->spins.empty();
    choose_thread_storage();
    take_own_storage(state->driver);
    heap::snapshot();
    snapshot_globals();
    session s(wanted, status, {main, argc, argv, envp});
    s.run();
    write_document(s.result(), document_fd);
    status.phase = 2;
}

} // namespace heddle::world
