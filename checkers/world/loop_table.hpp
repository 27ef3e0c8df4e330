// The reads that are known to be in loops, and the plain memory that those loops read.
//
// The state of a thread in a loop is its registers and its stack, as far as they are still in use
// (machine_state.hpp), and the plain memory that the loop accesses: its dependencies. They are
// learned by watching an iteration. A dependency that another thread writes, or reads where the
// loop writes, unless the loop's thread has ended before, is none that a state may rest on: what an
// iteration does may change, and it may be in a race. Then the loop is *unsteady*: what was learned
// by running it once is not assumed of another run, and it is run each time. (An iteration that is
// not run can therefore not hide a race.) Whenever something is learned here, the search starts
// over, so that all of it rests on the same knowledge.
#pragma once

#include "graph/types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace heddle::world {

struct dependency {
    std::uintptr_t address = 0;
    std::size_t size = 0;
    bool written = false; // with what was there, or on the thread's own stack
    friend bool operator==(const dependency&, const dependency&) = default;
};

struct known_loop {
    // By thread: what another one's iterations access, its own stack for one, is none of a thread's
    // state.
    std::array<std::vector<dependency>, graph::max_threads> dependencies;
    bool unsteady = false;
};

class loop_table {
public:
    /// The loop of the read at `pc`, or nullptr.
    [[nodiscard]] known_loop* find(std::uintptr_t pc) {
        const auto found = loops_.find(pc);
        return found == loops_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool empty() const noexcept { return loops_.empty(); }

    void add(std::uintptr_t pc) { loops_.try_emplace(pc); }

    /// Something wrote to a dependency.
    void make_unsteady(std::uintptr_t address) {
        for (auto& [pc, loop] : loops_) {
            for (const auto& of_thread : loop.dependencies) {
                for (const auto& d : of_thread) {
                    if (d.address < address + 8 && address < d.address + d.size)
                        loop.unsteady = true;
                }
            }
        }
    }

private:
    std::unordered_map<std::uintptr_t, known_loop> loops_;
};

} // namespace heddle::world
