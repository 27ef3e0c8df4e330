#include "world/library_calls.hpp"

#include "world/machine_code.hpp"
#include "world/program.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace heddle::world {

namespace {

constexpr std::size_t most_instructions = 1u << 14u;

// What there is to know of an instruction.
struct step {
    std::vector<std::uintptr_t> next;
    bool is_unknown = false; // calls a library, or cannot be followed
    bool comes_back = false; // … to where the search began
    bool returns = false;
    std::uintptr_t calls = 0; // a function of the program's
};

using steps = std::unordered_map<std::uintptr_t, step>;

class call_search {
public:
    explicit call_search(const std::vector<std::uintptr_t>& stack) : stack_(stack) {}

    // What may happen from where the frame goes on until the search is back at its beginning.
    struct way_back {
        bool exists = false;
        bool is_unknown = false;
    };

    way_back from(std::size_t frame) {
        if (frame == stack_.size()) return {};
        if (!is_program_code(stack_[frame])) {
            // The end of a thread; unless it is a library that has called the program back.
            const bool calls_back =
                std::any_of(stack_.begin() + static_cast<std::ptrdiff_t>(frame), stack_.end(),
                            [](std::uintptr_t pc) { return is_program_code(pc); });
            return {calls_back, calls_back};
        }
        const way_back after = from(frame + 1);
        steps all = explore(stack_[frame], stack_[frame]);
        for (auto& [address, s] : all) {
            if (s.calls != 0 && is_unknown(s.calls)) s.is_unknown = true;
            if (!s.returns) continue;
            s.comes_back |= after.exists;
            s.is_unknown |= after.is_unknown;
        }
        spread(all);
        const auto unknown = [](const auto& s) {
            return s.second.comes_back && s.second.is_unknown;
        };
        return {all[stack_[frame]].comes_back, std::any_of(all.begin(), all.end(), unknown)};
    }

private:
    // All that can be reached from `start` in one function. A call that returns to `goal` comes
    // back.
    steps explore(std::uintptr_t start, std::uintptr_t goal) {
        steps found;
        std::vector<std::uintptr_t> open{start};
        while (!open.empty()) {
            const std::uintptr_t address = open.back();
            open.pop_back();
            if (found.contains(address)) continue;
            step s = step_at(address, goal);
            open.insert(open.end(), s.next.begin(), s.next.end());
            found.emplace(address, std::move(s));
        }
        return found;
    }

    step step_at(std::uintptr_t address, std::uintptr_t goal) {
        const cs_insn* i = code_.at(address);
        if (i == nullptr || ++count_ > most_instructions)
            return {.next = {}, .is_unknown = true, .comes_back = true};
        const std::uintptr_t next = address + i->size;
        if (is_return(*i)) return {.next = {}, .returns = true};
        if (is_trap(*i)) return {};
        const bool is_call = is_in_group(*i, CS_GRP_CALL);
        if (!is_call && !is_jump(*i)) return {.next = {next}};
        const bool always = i->id == X86_INS_JMP;
        const std::uintptr_t target = target_of(*i);
        if (is_call) return call(target, next, goal);
        if (target == 0) return {.next = {}, .is_unknown = true, .comes_back = true};
        if (!always) return {.next = {target, next}};
        // A call may be the last that a function does.
        if (const std::uintptr_t function = code_.function_behind(target); function != 0)
            return {.next = {}, .is_unknown = !is_operation(function), .returns = true};
        return {.next = {target}};
    }

    // One that comes back to the goal from a function that it calls leaves the same frames behind,
    // and is the call that returns there.
    step call(std::uintptr_t target, std::uintptr_t next, std::uintptr_t goal) {
        step s{.next = {next}, .comes_back = next == goal};
        if (next == stack_.front()) return s; // the operation
        if (const std::uintptr_t function = code_.function_behind(target); function != 0) {
            s.is_unknown = !is_operation(function);
        } else if (target != 0) {
            s.calls = target;
        } else {
            s.is_unknown = true;
        }
        return s;
    }

    // Marks what leads to a step that comes back.
    static void spread(steps& all) {
        std::unordered_map<std::uintptr_t, std::vector<std::uintptr_t>> before;
        std::vector<std::uintptr_t> open;
        for (const auto& [address, s] : all) {
            for (const std::uintptr_t n : s.next) before[n].push_back(address);
            if (s.comes_back) open.push_back(address);
        }
        while (!open.empty()) {
            const std::uintptr_t address = open.back();
            open.pop_back();
            for (const std::uintptr_t b : before[address]) {
                if (!std::exchange(all[b].comes_back, true)) open.push_back(b);
            }
        }
    }

    // Whether a function of the program's may call a library, or one that does. One that calls
    // itself counts as such.
    bool is_unknown(std::uintptr_t function) {
        const auto [known, is_new] = functions_.try_emplace(function, true);
        if (!is_new) return known->second;
        const steps all = explore(function, 0);
        const bool unknown = std::any_of(all.begin(), all.end(), [&](const auto& s) {
            return s.second.is_unknown || (s.second.calls != 0 && is_unknown(s.second.calls));
        });
        return functions_[function] = unknown;
    }

    const std::vector<std::uintptr_t>& stack_;
    code_reader code_;
    std::size_t count_ = 0;
    std::unordered_map<std::uintptr_t, bool> functions_;
};

} // namespace

bool may_call_library(const std::vector<std::uintptr_t>& stack) {
    const auto back = call_search(stack).from(0);
    return back.is_unknown || !back.exists;
}

} // namespace heddle::world
