#include "world/library_effects.hpp"

#include "world/memory_copy.hpp"
#include "world/state.hpp"

#include <algorithm>
#include <cstring>

namespace heddle::world {

namespace {

memory_copy before;
const thread* watched = nullptr; // since then, if any is

// More than that are not told apart from what cannot be seen.
constexpr std::size_t most_words = 64;

std::uint64_t word_at(std::uintptr_t address) {
    std::uint64_t word = 0;
    std::memcpy(&word, reinterpret_cast<const void*>(address), sizeof word);
    return word;
}

// Whether the loop may have called libraries where the thread is in it.
bool may_have_called_library(const thread& t, known_loop& loop) {
    if (loop.calls_library) return true;
    const std::uint64_t where = t.visits.back().state;
    if (loop.on_its_own.contains(where)) return false;
    auto stack = capture_stack();
    if (std::find(loop.stacks.begin(), loop.stacks.end(), stack) == loop.stacks.end()) {
        state->loops.add(t.visits.back().pc, std::move(stack));
        leave_execution(execution_end::start_over);
    }
    loop.on_its_own.insert(where);
    return false;
}

} // namespace

void watch_libraries(const thread& t) {
    if (!t.in_library_loop || t.effects != t.visits_effects) return;
    before.take();
    watched = &t;
}

void note_library_writes(thread& t) {
    if (watched != &t) return;
    watched = nullptr;
    if (t.effects != t.visits_effects) return;
    const auto visit = static_cast<std::uint32_t>(t.visits.size() - 1);
    for (const memory_copy::change& c : before.changes()) {
        if (t.library_writes.size() == most_words) break;
        t.library_writes.push_back({c.address, c.old, visit});
    }
    // A file's position is no word of the program's.
    if (before.has_read_files()) t.library_writes.push_back({0, 0, visit});
}

void stop_watching() noexcept {
    watched = nullptr;
}

void require_no_library_effect(thread& t) {
    known_loop& loop = *state->loops.find(t.visits.back().pc);
    if (!may_have_called_library(t, loop)) return;
    auto& writes = t.library_writes;
    const auto begin = std::find_if(writes.begin(), writes.end(), [&](const library_write& w) {
        return w.visit + 1 >= t.visits.size();
    });
    auto& dependencies = loop.dependencies[t.id];
    bool changed = writes.size() >= most_words;
    loop.is_moved |= changed;
    for (auto w = begin; w != writes.end(); ++w) {
        const bool is_first =
            std::none_of(begin, w, [&](const auto& other) { return other.address == w->address; });
        if (w->address != 0 && (!is_first || word_at(w->address) == w->old)) continue;
        changed = true;
        if (w->address == 0 || dependencies.size() >= most_words) {
            loop.is_moved = true;
        } else {
            depend_on(dependencies, t, {w->address, sizeof(std::uint64_t), true});
        }
    }
    if (changed) leave_execution(execution_end::start_over);
    writes.erase(begin, writes.end());
}

} // namespace heddle::world
