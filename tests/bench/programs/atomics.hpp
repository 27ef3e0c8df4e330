// Programs that act on a few atomic variables, most of them with a count in closed form: what
// bench.tsv says of them.
#pragma once

#include "platform.hpp"
#include "programs/orders.hpp"

#include <array>
#include <cstddef>

namespace heddle::bench {

template <std::size_t count>
struct inc {
    static constexpr std::size_t threads = count;
    platform::atomic<int> x{0};

    void thread(std::size_t) { x.fetch_add(1, relaxed); }

    void finish() {}
};

template <std::size_t count>
struct binc {
    static constexpr std::size_t threads = count;
    platform::atomic<int> x{0};
    platform::atomic<int> y{0};

    void thread(std::size_t) {
        x.fetch_add(1, relaxed);
        y.fetch_add(1, relaxed);
    }

    void finish() {}
};

template <std::size_t count>
struct casrot {
    static constexpr std::size_t threads = count;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        int expected = static_cast<int>(i);
        x.compare_exchange_strong(expected, expected + 1, relaxed);
    }

    void finish() {}
};

template <std::size_t count>
struct readers {
    static constexpr std::size_t threads = count + 1;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        if (i == 0) {
            x.store(42, release);
        } else {
            (void)x.load(acquire);
        }
    }

    void finish() {}
};

template <std::size_t count>
struct lastzero {
    static constexpr std::size_t threads = count + 1;
    std::array<platform::atomic<int>, count + 1> a{};

    void thread(std::size_t i) {
        if (i == 0) {
            for (std::size_t last = count; a[last].load(acquire) != 0;) {
                --last;
            }
        } else {
            a[i].store(a[i - 1].load(acquire) + 1, release);
        }
    }

    void finish() {}
};

template <std::size_t count>
struct wcas {
    static constexpr std::size_t threads = count + 1;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        if (i == 0) {
            x.store(2, release);
        } else {
            int expected = 2;
            x.compare_exchange_strong(expected, 3, relaxed);
        }
    }

    void finish() {}
};

template <std::size_t count>
struct casw {
    static constexpr std::size_t threads = count;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        int expected = 0;
        x.compare_exchange_strong(expected, 1, relaxed);
        x.store(static_cast<int>(i) + 3, release);
    }

    void finish() {}
};

template <std::size_t count>
struct rw {
    static constexpr std::size_t threads = count;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        (void)x.load(relaxed);
        x.store(static_cast<int>(i) + 1, release);
    }

    void finish() {}
};

template <std::size_t count>
struct writers {
    static constexpr std::size_t threads = count + 1;
    platform::atomic<int> x{0};

    void thread(std::size_t i) {
        if (i == 0) {
            (void)x.load(acquire);
        } else {
            x.store(static_cast<int>(i), release);
        }
    }

    void finish() {}
};

struct big0 {
    static constexpr std::size_t threads = 4;
    platform::atomic<int> x{0};
    platform::atomic<int> y{0};
    platform::atomic<int> z{0};
    platform::atomic<int> w{0};

    void thread(std::size_t i) {
        switch (i) {
        case 0:
            for (auto* location : {&x, &y, &z, &w, &x, &y, &z}) {
                (void)location->load(acquire);
            }
            break;
        case 1:
            for (auto* location : {&x, &y, &z}) {
                (void)location->load(acquire);
            }
            break;
        case 2: count_to_three(x, y); break;
        default: count_to_three(z, w);
        }
    }

    void finish() {}

private:
    static void count_to_three(platform::atomic<int>& first, platform::atomic<int>& second) {
        for (int value = 1; value != 4; ++value) {
            first.store(value, release);
            second.store(value, release);
        }
    }
};

template <int rounds, int limit>
struct fib {
    static constexpr std::size_t threads = 3;
    platform::atomic<int> x{1};
    platform::atomic<int> y{1};

    void thread(std::size_t i) {
        switch (i) {
        case 0: add_into(x); break;
        case 1: add_into(y); break;
        default: platform::check(x.load(acquire) <= limit && y.load(acquire) <= limit);
        }
    }

    void finish() {}

private:
    void add_into(platform::atomic<int>& target) {
        for (int i = 0; i != rounds; ++i) {
            int const first = x.load(acquire);
            int const second = y.load(acquire);
            target.store(first + second, release);
        }
    }
};

template <std::size_t count>
struct ring {
    static constexpr std::size_t threads = count;
    std::array<platform::atomic<int>, count> x{};

    void thread(std::size_t i) {
        x[i].store(1, relaxed);
        (void)x[(i + 1) % count].load(relaxed);
    }

    void finish() {}
};

} // namespace heddle::bench
