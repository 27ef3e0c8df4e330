#pragma once

/// Sequence locks of two words and one writer, each with one flaw.

#include "models/sync/seqlock.hpp"

#include <atomic>
#include <cstdint>
#include <type_traits>

namespace heddle::models {

enum class seqlock_flaw {
    none,
    plain_data,    // the value is no atomic: whoever reads it while it is written, races
    single_look,   // a reader does not look at the sequence again
    late_sequence, // a writer says that it is at work when it has begun
    any_sequence,  // a reader does not mind that a writer is at work, if it still is then
};

template <class Sync, seqlock_flaw Flaw>
class flawed_seqlock {
    using flaw = seqlock_flaw;

public:
    explicit flawed_seqlock(const twin_words& value) : left_(value.left), right_(value.right) {}

    void store(const twin_words& value) {
        const std::uint64_t before = sequence_.load(std::memory_order_relaxed);
        if (Flaw == flaw::late_sequence) set(left_, value.left); // FLAW: too early
        sequence_.store(before + 1, std::memory_order_relaxed);
        Sync::fence(std::memory_order_release);
        set(left_, value.left);
        set(right_, value.right);
        sequence_.store(before + 2, std::memory_order_release);
    }

    [[nodiscard]] twin_words load() const {
        typename Sync::backoff spin;
        for (;; spin.wait()) {
            const std::uint64_t before = sequence_.load(std::memory_order_acquire);
            if (before % 2 != 0 && Flaw != flaw::any_sequence) continue;
            const twin_words seen{get(left_), get(right_)};
            Sync::fence(std::memory_order_acquire);
            if (Flaw == flaw::single_look) return seen; // FLAW: a writer may have come
            if (sequence_.load(std::memory_order_relaxed) == before) return seen;
        }
    }

private:
    using plain = typename Sync::template var<std::uint64_t>;
    using atomic = typename Sync::template atomic<std::uint64_t>;
    using data = std::conditional_t<Flaw == flaw::plain_data, plain, atomic>; // FLAW: plain_data

    static void set(plain& word, std::uint64_t value) { word = value; }

    static void set(atomic& word, std::uint64_t value) {
        word.store(value, std::memory_order_relaxed);
    }

    static std::uint64_t get(const plain& word) { return word; }

    static std::uint64_t get(const atomic& word) { return word.load(std::memory_order_relaxed); }

    atomic sequence_{0};
    data left_;
    data right_;
};

} // namespace heddle::models
