#include "world/session.hpp"

#include "world/blocked_call.hpp"
#include "world/document.hpp"
#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/output.hpp"
#include "world/program.hpp"
#include "world/restorable.hpp"
#include "world/signals.hpp"
#include "world/state.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>

namespace heddle::world {

void (*before_execution)() = nullptr;

namespace {

using clock = std::chrono::steady_clock;

class session {
public:
    session(const options& wanted, status_page& status) : wanted_(wanted), status_(status) {}

    void run(int (*main)(int, char**, char**), int argc, char** argv, char** envp) {
        main_ = main;
        argc_ = argc;
        argv_ = argv;
        envp_ = envp;
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
        const auto start = clock::now();
        while (!over(start) && state->explorer->next_execution()) {
            one_execution();
            ++runs_;
            status_.executions = tally_.executions;
            status_.blocked = tally_.blocked;
            status_.events = tally_.events;
            if (fatal_) break;
        }
        complete_ = reason_.empty() && !fatal_ && state->explorer->exhausted();
        remove_signal_handlers();
        tally_.operations = state->steps;
        tally_.checkpoints =
            state->checkpoints.enabled() ? "used" : "not used: " + state->checkpoints.reason();
        tally_.seconds = std::chrono::duration<double>(clock::now() - start).count();
        output_.show();
    }

    [[nodiscard]] nlohmann::json result() {
        std::string verdict = complete_ ? "correct" : "incomplete";
        if (!bugs_.empty()) verdict = bugs_.front()["kind"].get<std::string>();
        if (verdict == "incomplete" && state->explorer != nullptr && state->explorer->samples()) {
            // That a budget ended the search is how sampling ends.
            const bool as_planned = reason_.empty() || reason_.starts_with("the budget");
            reason_ = fmt::format("only {} executions were sampled (seed {}){}", runs_,
                                  wanted_.seed, as_planned ? "" : ": " + reason_);
        }
        if (verdict == "incomplete" && reason_.empty() && state->explorer != nullptr)
            reason_ = state->explorer->limit();
        if (verdict == "incomplete" && reason_.empty()) {
            reason_ =
                wanted_.replay.empty() ? "the search ended early" : "one execution was replayed";
        }
        nlohmann::json d = document(wanted_, tally_, verdict, complete_ && bugs_.empty(), reason_);
        if (!bugs_.empty()) {
            d["bug"] = bugs_.front();
            d["bugs"] = bugs_;
        }
        return d;
    }

private:
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

    // How much of the budget of executions has been used. One that is drawn again counts again.
    [[nodiscard]] std::uint64_t spent() const {
        return state->explorer->samples() ? runs_ : tally_.executions + tally_.blocked;
    }

    bool over(clock::time_point start) {
        if (interrupted()) {
            reason_ = "interrupted";
        } else if (wanted_.executions != 0 && spent() >= wanted_.executions) {
            // Complete all the same when nothing is left.
            if (!state->explorer->next_execution()) return true;
            reason_ = "the budget of executions was used up";
        } else if (wanted_.time > 0 &&
                   std::chrono::duration<double>(clock::now() - start).count() >= wanted_.time) {
            reason_ = "the budget of time was used up";
        }
        return !reason_.empty();
    }

    execution_end run_once() {
        do {
            state->graph = &state->explorer->graph();
            resumed_ =
                !state->tracing && state->checkpoints.return_to(state->explorer->unchanged());
            if (resumed_) {
                run_current();
            } else {
                run_from_start();
            }
            state->current = nullptr;
            if (state->end == execution_end::start_over) start_over();
        } while (state->end == execution_end::restart || state->end == execution_end::start_over);
        if (state->end == execution_end::complete) find_leaks();
        return state->end;
    }

    void run_from_start() {
        state->checkpoints.clear();
        heap::restore();
        restore_globals();
        state->shadow.next_execution();
        reset_threads();
        state->ended_by_exit = false;
        if (before_execution != nullptr) before_execution();
        start_main(main_, argc_, argv_, envp_);
    }

    void start_over() {
        state->loops.read_code();
        state->explorer->start_over();
        if (!state->explorer->samples()) tally_.executions = tally_.blocked = tally_.events = 0;
        state->explorer->next_execution();
    }

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
        switch (state->end) {
        case execution_end::complete:
            state->explorer->ended(strategy::ending::complete);
            tally_.executions += state->explorer->is_new() ? 1 : 0;
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
        const bool taken_up = resumed_;
        const bool repeatable = b.kind != verdict::nondeterministic && !watchdog_fired();
        if (repeatable) {
            // Once more for the stacks, and once more for those of the accesses that the first pass
            // named.
            state->tracing = true;
            output_.capture();
            const auto again = [&] {
                state->event_stacks.clear();
                state->found = {};
                return run_once() == execution_end::bug && state->found.kind == b.kind;
            };
            const bool happens_again = again();
            if (!happens_again && taken_up) {
                // Then the program has state that checkpoints miss, and nothing that was found with
                // their help is to be trusted.
                output_.discard();
                state->tracing = false;
                state->checkpoints.disable("an execution went otherwise when run from its start");
                start_over();
                one_execution();
                return;
            }
            if (happens_again) {
                b = state->found;
                state->wanted = b.accesses;
                if (!b.accesses.empty()) {
                    output_.capture();
                    if (again()) {
                        const auto captured = state->wanted;
                        b = state->found;
                        for (std::size_t i = 1; i < b.accesses.size() && i < captured.size(); ++i) {
                            if (!captured[i].atomic) b.accesses[i].stack = captured[i].stack;
                        }
                    }
                }
            }
            output_.discard();
            state->tracing = false;
            state->wanted.clear();
        }
        for (auto& a : b.accesses) {
            const auto& g = *state->graph;
            if (!a.atomic || a.index == 0 || a.index > g.of_thread(a.thread).size()) continue;
            const auto id = g.of_thread(a.thread)[a.index - 1];
            if (id < state->event_stacks.size() && !state->event_stacks[id].empty()) {
                a.stack = state->event_stacks[id];
            }
        }
        describe_waiting(b);
        const bool is_fatal = !wanted_.keep_going || b.kind == verdict::unsupported ||
                              b.kind == verdict::nondeterministic || b.kind == verdict::crash ||
                              watchdog_fired();
        auto described = describe(b, wanted_);
        bool known = false;
        for (const auto& other : bugs_) {
            known |= other["kind"] == described["kind"] && other["stack"] == described["stack"];
        }
        if (!known) bugs_.push_back(std::move(described));
        fatal_ = is_fatal;
    }

    void find_leaks() {
        if (heap::live_blocks() == 0 || state->ended_by_exit) return;
        std::vector<heap::range> roots;
        for (const auto& r : writable_memory()) roots.push_back({r.begin, r.end});
        for (const auto& r : thread_local_memory()) roots.push_back({r.begin, r.end});
        const auto lost = heap::unreachable(roots);
        if (lost.empty()) return;
        bug b;
        b.kind = verdict::memory_leak;
        b.thread = lost.front()->thread;
        b.message = "a block of " + std::to_string(lost.front()->size) +
                    " bytes allocated by thread " + std::to_string(lost.front()->thread) +
                    " is neither freed nor reachable" +
                    (lost.size() > 1 ? " (and " + std::to_string(lost.size() - 1) + " more)" : "");
        access_site a;
        a.thread = lost.front()->thread;
        a.moment = lost.front()->moment;
        a.operation = "allocation";
        a.address = heap::data_of(*lost.front());
        a.size = lost.front()->size;
        b.accesses = {a, a};
        state->found = std::move(b);
        state->end = execution_end::bug;
    }

    options wanted_;
    status_page& status_;
    program_output output_;
    tally tally_;
    std::vector<nlohmann::json> bugs_;
    std::string reason_;
    bool complete_ = false;
    bool fatal_ = false;
    bool first_ = true;
    bool resumed_ = false; // the execution was taken up at a checkpoint
    std::uint64_t runs_ = 0;
    int (*main_)(int, char**, char**) = nullptr;
    int argc_ = 0;
    char** argv_ = nullptr;
    char** envp_ = nullptr;
};

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
    choose_thread_storage();
    take_own_storage(state->driver);
    heap::snapshot();
    snapshot_globals();
    session s(wanted, status);
    s.run(main, argc, argv, envp);
    write_document(s.result(), document_fd);
    status.phase = 2;
}

} // namespace heddle::world
