// Spins of a known kind: libstdc++ calls a predicate some sixteen times before it goes to sleep
// (`std::__detail::__atomic_spin`, in all that waits for an atomic). When the predicate fails it
// has looked at the same object again, and nothing but its last answer leaves the loop.
//
// So the looks of one spin that follow each other directly are one event here, however many there
// are. No execution differs by it in anything but their number:
// - One of several looks in vain and then one that succeeds, or the sixteenth in vain, goes on like
//   the one in which only the last was made: to leave out a read takes no behaviour away (nothing
//   reads from it, and it can only have forbidden older writes to later ones).
// - Only the last, made sixteen times, is an execution of the program: a read may be repeated at
//   once with the same source, in any consistent execution, under RC11 and under sequential
//   consistency.
// A look that compares and exchanges in between (std::counting_semaphore) is no such look.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace heddle::world {

class bounded_spin_table {
public:
    /// Code at the addresses [first, end), of which one spin looks this often at most.
    void add(std::uint32_t looks, std::uintptr_t first, std::uintptr_t end);

    /// The least of what was said of all code: a spin that looks more often has several events.
    [[nodiscard]] std::uint32_t looks() const noexcept { return looks_; }

    [[nodiscard]] bool empty() const noexcept { return code_.empty(); }

    /// Whether a call that returns to `pc` is made by such code.
    [[nodiscard]] bool contains(std::uintptr_t pc) const noexcept;

private:
    std::uint32_t looks_ = 0;
    std::vector<std::pair<std::uintptr_t, std::uintptr_t>> code_; // sorted
};

} // namespace heddle::world
