#pragma once

/// A value that readers copy while a writer may be at work on it, and copy again if one was.
///
///     sequence   load                       store              update
///     even       copies; if it is another   -> odd, writes,    copies; if it is still the same,
///                one then, copies again     -> next even       as store; else copies again
///     odd        spins                      spins              spins
///
/// Readers write nothing, so they never hold up a writer, nor each other. Writers exclude each
/// other by making the sequence odd.
///
/// Boehm, "Can Seqlocks Get Along with Programming Language Memory Models?" (MSPC 2012). That the
/// value may be read while it is written makes every word of it an atomic one. Of the ways given
/// there to keep the second look at the sequence after the copy, and the copy's writes after the
/// sequence is odd, this is the one with fences: one for a copy of any size, where the others have
/// an acquiring load, and a releasing store, for each word.

#include "primitives/sync/std_sync.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

namespace heddle::sync {

/// @tparam T best no larger than a few cache lines: the longer the copy, the likelier is a second
template <class Sync, class T>
requires std::is_trivially_copyable_v<T>

class basic_seqlock {
public:
    basic_seqlock() noexcept(
        std::is_nothrow_default_constructible_v<T>) requires std::default_initializable<T>
        : basic_seqlock(T{}) {}

    explicit basic_seqlock(const T& value) noexcept {
        // Nobody else is there yet.
        write(value);
    }

    basic_seqlock(const basic_seqlock&) = delete;
    basic_seqlock& operator=(const basic_seqlock&) = delete;

    /// Nobody may use it any more.
    ~basic_seqlock() = default;

    /// The value that was stored last, or one that is being stored meanwhile; never parts of two.
    /// Spins while a writer is at work. What was done before the value was stored happens before
    /// what is done after this.
    [[nodiscard]] T load() const noexcept {
        typename Sync::backoff spin;
        for (;;) {
            if (const auto seen = look()) return seen->value;
            spin.wait();
        }
    }

    /// As `load`, but looks once.
    /// @return nothing if a writer was at work meanwhile
    [[nodiscard]] std::optional<T> try_load() const noexcept {
        if (const auto seen = look()) return seen->value;
        return std::nullopt;
    }

    /// Replaces the value. Spins while another writer is at work. What was done before this
    /// happens before what is done after a load of the value.
    void store(const T& value) noexcept {
        typename Sync::backoff spin;
        std::uint64_t sequence = sequence_.load(std::memory_order_relaxed);
        while (!begin(sequence)) {
            spin.wait();
            sequence = sequence_.load(std::memory_order_relaxed);
        }
        finish(sequence, value);
    }

    /// Replaces the value by `change` of it, as one step. Ordered as by `load` and `store`.
    /// @param change takes a T and returns one. It is called again if another writer came first,
    ///     and holds up nobody; if it throws, nothing has happened.
    /// @return the new value
    template <class Change>

    requires std::is_invocable_r_v<T, Change&, const T&> T update(Change change) {
        typename Sync::backoff spin;
        for (;;) {
            if (const auto seen = look()) {
                const T value = change(seen->value);
                if (begin(seen->sequence)) {
                    finish(seen->sequence, value);
                    return value;
                }
            }
            spin.wait();
        }
    }

private:
    using word = std::uint64_t;
    static constexpr std::size_t words = (sizeof(T) + sizeof(word) - 1) / sizeof(word);

    struct snapshot {
        T value;
        std::uint64_t sequence;
    };

    [[nodiscard]] std::optional<snapshot> look() const noexcept {
        // Acquire: pairs with the release in `finish`: the copy is no older than that.
        const std::uint64_t before = sequence_.load(std::memory_order_acquire);
        if (before % 2 != 0) return std::nullopt;
        std::array<word, words> copy;
        for (std::size_t i = 0; i < words; ++i) copy[i] = data_[i].load(std::memory_order_relaxed);
        // Pairs with the fence in `finish`: if the copy has any word of a later writer, then the
        // sequence that is seen below is at least the one that this writer began with.
        Sync::fence(std::memory_order_acquire);
        if (sequence_.load(std::memory_order_relaxed) != before) return std::nullopt;
        std::array<std::byte, sizeof(T)> bytes;
        std::memcpy(bytes.data(), copy.data(), sizeof(T));
        return snapshot{std::bit_cast<T>(bytes), before};
    }

    // Makes an even sequence odd, if it is still as given.
    [[nodiscard]] bool begin(std::uint64_t sequence) noexcept {
        // Acquire: pairs with the release in `finish`: this writer's words come after the last's.
        return sequence % 2 == 0 &&
               sequence_.compare_exchange_strong(sequence, sequence + 1, std::memory_order_acquire,
                                                 std::memory_order_relaxed);
    }

    void finish(std::uint64_t sequence, const T& value) noexcept {
        // Pairs with the fence in `look`.
        Sync::fence(std::memory_order_release);
        write(value);
        // Release: pairs with the acquires in `look` and `begin`.
        sequence_.store(sequence + 2, std::memory_order_release);
    }

    void write(const T& value) noexcept {
        std::array<word, words> copy{};
        std::memcpy(copy.data(), &value, sizeof(T));
        for (std::size_t i = 0; i < words; ++i) data_[i].store(copy[i], std::memory_order_relaxed);
    }

    // 64 bits, so that no reader sleeps until it comes again.
    typename Sync::template atomic<std::uint64_t> sequence_{0};
    std::array<typename Sync::template atomic<word>, words> data_{};
};

template <class T>
using seqlock = basic_seqlock<std_sync, T>;

} // namespace heddle::sync
