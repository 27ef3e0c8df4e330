#include "world/repeat_for_report.hpp"

namespace heddle::world {

namespace {

// Of the accesses that are events.
void take_stacks_of_events(bug& b) {
    const auto& g = *state->graph;
    for (auto& a : b.accesses) {
        if (!a.atomic || a.index == 0 || a.index > g.of_thread(a.thread).size()) continue;
        const auto id = g.of_thread(a.thread)[a.index - 1];
        if (id < state->event_stacks.size() && !state->event_stacks[id].empty()) {
            a.stack = state->event_stacks[id];
        }
    }
}

} // namespace

std::optional<bug> repeat_for_report(const bug& b, program_output& output,
                                     const std::function<execution_end()>& run) {
    const auto shows_again = [&] {
        output.capture();
        state->event_stacks.clear();
        state->found = {};
        return run() == execution_end::bug && state->found.kind == b.kind;
    };
    std::optional<bug> result;
    state->tracing = true;
    if (shows_again()) {
        result = state->found;
        state->wanted = result->accesses;
        if (!state->wanted.empty() && shows_again()) {
            const auto captured = state->wanted;
            result = state->found;
            for (std::size_t i = 1; i < result->accesses.size() && i < captured.size(); ++i) {
                if (!captured[i].atomic) result->accesses[i].stack = captured[i].stack;
            }
        }
        take_stacks_of_events(*result);
    }
    output.discard();
    state->tracing = false;
    state->wanted.clear();
    return result;
}

void repeat_for_trace(const std::function<execution_end()>& run) {
    state->tracing = true;
    state->event_stacks.clear();
    run();
    state->tracing = false;
}

} // namespace heddle::world
