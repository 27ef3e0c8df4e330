// The benchmark's programs, as ordinary C++: bench NAME runs one of them, once.
// All counts in bench.tsv are complete RC11 executions.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

/// Starts `count` threads that call body(0), body(1), … and joins them.
template <std::size_t count, class Body>
void in_threads(Body const& body) {
    std::array<std::thread, count> threads;
    for (std::size_t i = 0; i != count; ++i) {
        threads[i] = std::thread{[&body, i] { body(static_cast<int>(i)); }};
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

template <std::size_t count>
void inc() {
    std::atomic<int> x{0};
    in_threads<count>([&](int) { x.fetch_add(1, relaxed); });
}

template <std::size_t count>
void binc() {
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    in_threads<count>([&](int) {
        x.fetch_add(1, relaxed);
        y.fetch_add(1, relaxed);
    });
}

template <std::size_t count>
void casrot() {
    std::atomic<int> x{0};
    in_threads<count>([&](int i) {
        int expected = i;
        x.compare_exchange_strong(expected, i + 1, relaxed);
    });
}

template <std::size_t count>
void readers() {
    std::atomic<int> x{0};
    in_threads<count + 1>([&](int i) {
        if (i == 0) {
            x.store(42, release);
        } else {
            (void)x.load(acquire);
        }
    });
}

template <std::size_t count>
void lastzero() {
    std::array<std::atomic<int>, count + 1> a{};
    in_threads<count + 1>([&](int j) {
        auto const index = static_cast<std::size_t>(j);
        if (index == 0) {
            for (std::size_t i = count; a[i].load(acquire) != 0;) {
                --i;
            }
        } else {
            a[index].store(a[index - 1].load(acquire) + 1, release);
        }
    });
}

template <std::size_t count>
void wcas() {
    std::atomic<int> x{0};
    in_threads<count + 1>([&](int i) {
        if (i == 0) {
            x.store(2, release);
        } else {
            int expected = 2;
            x.compare_exchange_strong(expected, 3, relaxed);
        }
    });
}

template <std::size_t count>
void casw() {
    std::atomic<int> x{0};
    in_threads<count>([&](int i) {
        int expected = 0;
        x.compare_exchange_strong(expected, 1, relaxed);
        x.store(i + 3, release);
    });
}

template <std::size_t count>
void rw() {
    std::atomic<int> x{0};
    in_threads<count>([&](int i) {
        (void)x.load(relaxed);
        x.store(i + 1, release);
    });
}

template <std::size_t count>
void writers() {
    std::atomic<int> x{0};
    in_threads<count + 1>([&](int i) {
        if (i == 0) {
            (void)x.load(acquire);
        } else {
            x.store(i, release);
        }
    });
}

void big0() {
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    std::atomic<int> z{0};
    std::atomic<int> w{0};
    std::thread first{[&] {
        for (auto* location : {&x, &y, &z, &w, &x, &y, &z}) {
            (void)location->load(acquire);
        }
    }};
    std::thread second{[&] {
        for (auto* location : {&x, &y, &z}) {
            (void)location->load(acquire);
        }
    }};
    std::thread third{[&] {
        for (int value = 1; value != 4; ++value) {
            x.store(value, release);
            y.store(value, release);
        }
    }};
    std::thread fourth{[&] {
        for (int value = 1; value != 4; ++value) {
            z.store(value, release);
            w.store(value, release);
        }
    }};
    first.join();
    second.join();
    third.join();
    fourth.join();
}

void fib(int rounds, int limit) {
    std::atomic<int> x{1};
    std::atomic<int> y{1};
    auto const add_into = [&](std::atomic<int>& target) {
        for (int i = 0; i != rounds; ++i) {
            int const first = x.load(acquire);
            int const second = y.load(acquire);
            target.store(first + second, release);
        }
    };
    std::thread first{[&] { add_into(x); }};
    std::thread second{[&] { add_into(y); }};
    std::thread third{[&] {
        bool const exceeded = x.load(acquire) > limit || y.load(acquire) > limit;
        assert(!exceeded);
        (void)exceeded;
    }};
    first.join();
    second.join();
    third.join();
}

template <std::size_t count>
void ring() {
    std::array<std::atomic<int>, count> x{};
    in_threads<count>([&](int i) {
        auto const index = static_cast<std::size_t>(i);
        x[index].store(1, relaxed);
        (void)x[(index + 1) % count].load(relaxed);
    });
}

template <std::size_t count>
void lockinc() {
    std::mutex mutex;
    std::atomic<int> x{0};
    in_threads<count>([&](int) {
        std::lock_guard const guard{mutex};
        x.store(x.load(relaxed) + 1, relaxed);
    });
    assert(x.load(relaxed) == static_cast<int>(count));
}

template <std::size_t count>
void ticketlock() {
    std::atomic<int> next{0};
    std::atomic<int> owner{0};
    int counter = 0;
    in_threads<count>([&](int) {
        int const ticket = next.fetch_add(1, relaxed);
        while (owner.load(acquire) != ticket) {
        }
        ++counter;
        owner.store(ticket + 1, release);
    });
    assert(counter == static_cast<int>(count));
}

struct program {
    char const* name;
    void (*run)();
};

constexpr std::array programs{
    program{"inc-8", inc<8>},
    program{"inc-9", inc<9>},
    program{"binc-6", binc<6>},
    program{"casrot-12", casrot<12>},
    program{"readers-16", readers<16>},
    program{"lastzero-15", lastzero<15>},
    program{"wcas-16", wcas<16>},
    program{"casw-6", casw<6>},
    program{"rw-6", rw<6>},
    program{"writers-8", writers<8>},
    program{"big0", big0},
    program{"fib-5", [] { fib(5, 144); }},
    program{"ring-16", ring<16>},
    program{"lockinc-8", lockinc<8>},
    program{"ticketlock-8", ticketlock<8>},
};

} // namespace

int main(int argc, char** argv) {
    for (auto const& program : programs) {
        if (argc == 2 && std::strcmp(argv[1], program.name) == 0) {
            program.run();
            return 0;
        }
    }
    std::fputs("usage: bench NAME, a name of bench.tsv\n", stderr);
    return 2;
}
