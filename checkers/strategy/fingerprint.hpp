// 64-bit fingerprints of execution graphs, and a table of them.
//
// Two graphs have the same fingerprint when they have the same events with the same sources,
// places and choices, whatever the order in which those were added; other graphs have another one
// but for collisions: among a million graphs, one chance in 18 million that any two collide.
#pragma once

#include "graph/execution_graph.hpp"

#include <cstdint>
#include <vector>

namespace heddle::strategy {

/// Of what a search has done so far: it decides what the program can do next.
[[nodiscard]] std::uint64_t fingerprint_of_state(const graph::execution_graph& g);
/// Of an execution that has ended: attempts that blocked and waits are no part of it.
[[nodiscard]] std::uint64_t fingerprint_of_execution(const graph::execution_graph& g);

/// Combines a fingerprint with something else.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t h, std::uint64_t v) noexcept {
    h = (h ^ (v + 0x9e37'79b9'7f4a'7c15ull + (h << 6u) + (h >> 2u))) * 0xbf58'476d'1ce4'e5b9ull;
    h = (h ^ (h >> 27u)) * 0x94d0'49bb'1331'11ebull;
    return h ^ (h >> 31u);
}

/// A map from fingerprints to small numbers, by open addressing; nothing is ever removed.
class fingerprint_map {
public:
    fingerprint_map() { clear(); }

    void clear() {
        slots_.assign(1024, {});
        count_ = 0;
    }

    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    [[nodiscard]] std::uint32_t number_of(std::uint64_t key) const noexcept {
        return slots_[place_of(key)].number;
    }

    /// The number of `key`, which is 0 at first.
    std::uint32_t& operator[](std::uint64_t key) {
        if (count_ * 4 >= slots_.size() * 3) grow();
        slot& s = slots_[place_of(key)];
        if (s.key == 0) {
            s.key = key | 1u;
            ++count_;
        }
        return s.number;
    }

private:
    struct slot {
        std::uint64_t key = 0; // 0: free
        std::uint32_t number = 0;
    };

    [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
        key |= 1u;
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = (key >> 1u) & mask;
        while (slots_[i].key != 0 && slots_[i].key != key) i = (i + 1) & mask;
        return i;
    }

    void grow() {
        std::vector<slot> old(slots_.size() * 2);
        old.swap(slots_);
        for (const slot& s : old) {
            if (s.key != 0) slots_[place_of(s.key)] = s;
        }
    }

    std::vector<slot> slots_;
    std::size_t count_ = 0;
};

} // namespace heddle::strategy
