// Programs that spend their time in locks: the C++ library's, and locks made of atomics.
#pragma once

#include "platform.hpp"
#include "programs/orders.hpp"

#include <array>
#include <cstddef>
#include <mutex>

namespace heddle::bench {

template <std::size_t count>
struct lockinc {
    static constexpr std::size_t threads = count;
    platform::mutex mutex;
    platform::atomic<int> x{0};

    void thread(std::size_t) {
        std::lock_guard const guard{mutex};
        x.store(x.load(relaxed) + 1, relaxed);
    }

    void finish() { platform::check(x.load(relaxed) == static_cast<int>(count)); }
};

/// Each thread enters `sections` critical sections of one mutex.
template <std::size_t count, std::size_t sections>
struct critical_sections {
    static constexpr std::size_t threads = count;
    platform::mutex mutex;
    platform::plain<int> entered{0};

    void thread(std::size_t) {
        for (std::size_t i = 0; i != sections; ++i) {
            std::lock_guard const guard{mutex};
            ++entered;
        }
    }

    void finish() { platform::check(entered == static_cast<int>(count * sections)); }
};

/// Each thread enters one critical section of each of `stripes` mutexes, one after the other.
template <std::size_t count, std::size_t stripes>
struct striped_sections {
    static constexpr std::size_t threads = count;

    struct stripe {
        platform::mutex mutex;
        platform::plain<int> entered{0};
    };

    std::array<stripe, stripes> all;

    void thread(std::size_t) {
        for (auto& one : all) {
            std::lock_guard const guard{one.mutex};
            ++one.entered;
        }
    }

    void finish() {
        for (auto const& one : all) {
            platform::check(one.entered == static_cast<int>(count));
        }
    }
};

template <std::size_t count>
struct ticketlock {
    static constexpr std::size_t threads = count;
    platform::atomic<int> next{0};
    platform::atomic<int> owner{0};
    platform::plain<int> counter{0};

    void thread(std::size_t) {
        int const ticket = next.fetch_add(1, relaxed);
        while (owner.load(acquire) != ticket) {
            platform::spin();
        }
        ++counter;
        owner.store(ticket + 1, release);
    }

    void finish() { platform::check(counter == static_cast<int>(count)); }
};

/// Test-and-test-and-set: looks until the lock seems free, then tries to take it.
template <std::size_t count>
struct ttas_lock {
    static constexpr std::size_t threads = count;
    platform::atomic<int> locked{0};
    platform::plain<int> counter{0};

    void thread(std::size_t) {
        lock();
        ++counter;
        locked.store(0, release);
    }

    void finish() { platform::check(counter == static_cast<int>(count)); }

private:
    void lock() {
        for (;;) {
            if (locked.load(relaxed) == 0) {
                int expected = 0;
                if (locked.compare_exchange_strong(expected, 1, acquire, relaxed)) {
                    return;
                }
            }
            platform::spin();
        }
    }
};

/// The queue lock of Mellor-Crummey and Scott (TOCS 1991): each thread waits at a node of its own.
template <std::size_t count>
struct mcs_lock {
    static constexpr std::size_t threads = count;

    struct node {
        platform::atomic<node*> next{nullptr};
        platform::atomic<int> waits{0};
    };

    std::array<node, count> nodes;
    platform::atomic<node*> tail{nullptr};
    platform::plain<int> counter{0};

    void thread(std::size_t i) {
        lock(nodes[i]);
        ++counter;
        unlock(nodes[i]);
    }

    void finish() { platform::check(counter == static_cast<int>(count)); }

private:
    void lock(node& mine) {
        mine.waits.store(1, relaxed);
        if (node* const before = tail.exchange(&mine, acq_rel); before != nullptr) {
            before->next.store(&mine, release);
            while (mine.waits.load(acquire) != 0) {
                platform::spin();
            }
        }
    }

    void unlock(node& mine) {
        node* after = mine.next.load(acquire);
        if (after == nullptr) {
            node* expected = &mine;
            if (tail.compare_exchange_strong(expected, nullptr, acq_rel, relaxed)) {
                return;
            }
            // The next one has put itself at the tail, and is about to say so here.
            while ((after = mine.next.load(acquire)) == nullptr) {
                platform::spin();
            }
        }
        after->waits.store(0, release);
    }
};

/// A sequence lock (Boehm, MSPC 2012): one writer, and readers that try again when it came between.
template <std::size_t readers, int rounds>
struct seqlock {
    static constexpr std::size_t threads = readers + 1;
    platform::atomic<int> sequence{0};
    platform::atomic<int> first{0};
    platform::atomic<int> second{0};

    void thread(std::size_t i) {
        if (i == 0) {
            for (int round = 1; round <= rounds; ++round) {
                write(round);
            }
        } else {
            read();
        }
    }

    void finish() { platform::check(sequence.load(relaxed) == 2 * rounds); }

private:
    void write(int value) {
        int const before = sequence.load(relaxed);
        sequence.store(before + 1, relaxed);
        platform::fence(release);
        first.store(value, relaxed);
        second.store(value, relaxed);
        sequence.store(before + 2, release);
    }

    void read() {
        for (;;) {
            int const before = sequence.load(acquire);
            if (before % 2 == 0) {
                int const one = first.load(relaxed);
                int const other = second.load(relaxed);
                platform::fence(acquire);
                if (sequence.load(relaxed) == before) {
                    platform::check(one == other);
                    return;
                }
            }
            platform::spin();
        }
    }
};

} // namespace heddle::bench
