#pragma once

/// Bounded programs over basic_seqlock, or anything that is used like it.

#include <cstddef>
#include <cstdint>
#include <optional>

namespace heddle::models {

/// Two words, which belong together if they are equal.
struct twin_words {
    std::uint64_t left;
    std::uint64_t right;
};

/// Writers store pairs of equal words; a reader never sees two that differ, nor an older pair than
/// it has seen.
template <class Sync, class Lock, std::size_t Writers = 1, int Reads = 1>
struct storing {
    static constexpr std::size_t threads = Writers + 1;

    Lock lock{twin_words{0, 0}};

    void thread(std::size_t index) {
        if (index < Writers) {
            lock.store(twin_words{index + 1, index + 1});
            return;
        }
        std::uint64_t last = 0;
        for (int i = 0; i < Reads; ++i) {
            const twin_words seen = lock.load();
            Sync::check(seen.left == seen.right, "half of it was written");
            Sync::check(Writers > 1 || seen.left >= last, "it went back");
            last = seen.left;
        }
    }

    void after() {
        const twin_words seen = lock.load();
        Sync::check(seen.left == seen.right, "two writers were at work");
        Sync::check(seen.left != 0, "nothing was written");
    }

    void invariant() {}
};

/// A reader looks once: it sees all that was stored, or nothing.
template <class Sync, class Lock>
struct looking_once {
    static constexpr std::size_t threads = 2;

    Lock lock{twin_words{0, 0}};

    void thread(std::size_t index) {
        if (index == 0) {
            lock.store(twin_words{1, 1});
        } else if (const std::optional<twin_words> seen = lock.try_load()) {
            Sync::check(seen->left == seen->right, "half of it was written");
        }
    }

    void after() {
        const std::optional<twin_words> seen = lock.try_load();
        Sync::check(seen.has_value(), "nobody writes, and yet it cannot be read");
        Sync::check(seen->left == 1 && seen->right == 1, "it is not what was written");
    }

    void invariant() {}
};

/// Each thread adds one: none is lost.
template <class Sync, class Lock>
struct updating {
    static constexpr std::size_t threads = 2;

    Lock lock{twin_words{0, 0}};

    void thread(std::size_t) {
        const twin_words mine = lock.update([](const twin_words& old) {
            return twin_words{old.left + 1, old.right + 1};
        });
        Sync::check(mine.left == mine.right, "half of it was written");
    }

    void after() {
        const twin_words seen = lock.load();
        Sync::check(seen.left == 2 && seen.right == 2, "an addition was lost");
    }

    void invariant() {}
};

/// What was done before a store is seen after a load of it.
template <class Sync, class Lock>
struct publishing {
    static constexpr std::size_t threads = 2;

    Lock lock{twin_words{0, 0}};
    typename Sync::template var<int> data{0};

    void thread(std::size_t index) {
        if (index == 0) {
            data = 1;
            lock.store(twin_words{1, 1});
        } else if (lock.load().left == 1) {
            Sync::check(data == 1, "what was published is not there");
        }
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
