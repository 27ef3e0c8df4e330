#include "world/remarks.hpp"

#include "world/state.hpp"
#include "world/world.hpp"

#include <algorithm>
#include <string>

namespace heddle::world {

void remarks::add_value(graph::thread_id thread, std::string_view text) {
    parts_.push_back({thread, false, text_.size(), text.size()});
    text_ += text;
}

void remarks::end_outcome(graph::thread_id thread) {
    parts_.push_back({thread, true, text_.size(), 0});
}

std::string remarks::outcome() const {
    std::vector<part> ordered = parts_;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const part& a, const part& b) { return a.thread < b.thread; });
    std::string result;
    const char* separator = "";
    for (const part& p : ordered) {
        if (p.ends) {
            separator = ", ";
            continue;
        }
        result += separator;
        result += std::string_view{text_}.substr(p.begin, p.size);
        separator = " ";
    }
    return result;
}

const annotation* remarks::name_of(std::uintptr_t address) const noexcept {
    const annotation* smallest = nullptr;
    for (const annotation& a : annotations_) {
        if (address < a.address || address - a.address >= a.size) continue;
        if (smallest == nullptr || a.size <= smallest->size) smallest = &a;
    }
    return smallest;
}

namespace {

// The runtime's own memory comes from the real heap.
template <class Function>
void outside_simulation(const Function& function) {
    const bool was = simulating;
    simulating = false;
    function();
    simulating = was;
}

} // namespace

void add_outcome_value(std::string_view text) {
    note_effect();
    outside_simulation([&] { state->said.add_value(state->current->id, text); });
}

void end_outcome() {
    outside_simulation([] { state->said.end_outcome(state->current->id); });
}

void annotate(std::uintptr_t address, std::size_t size, std::string_view name) {
    outside_simulation([&] { state->said.annotate(address, size, name); });
}

void note_caveat(std::string_view what) {
    outside_simulation([&] {
        auto& all = state->caveats;
        if (std::find(all.begin(), all.end(), what) == all.end()) all.emplace_back(what);
    });
}

void note_exit_status(int status) {
    const int reported = status & 0xff; // of wait(2)
    if (reported == 0 || state->exit_statuses.test(static_cast<std::size_t>(reported))) return;
    state->exit_statuses.set(static_cast<std::size_t>(reported));
    note_caveat("the program ended with exit status " + std::to_string(reported) +
                ", which is not taken for an error");
}

void note_left_out(const char* reason) noexcept {
    if (state->left_out == nullptr) state->left_out = reason;
}

bool runs_from_start_only() noexcept {
    return !state->checkpoints.reason().empty();
}

void note_sampled_value() noexcept {
    note_left_out(
        "of the values that __VERIFIER_nondet functions may return only a few were tried");
}

} // namespace heddle::world
