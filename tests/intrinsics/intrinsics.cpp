// What <heddle/heddle.hpp> offers, one use a mode. Also built without the runtime.
#include <heddle/heddle.hpp>

#include <atomic>
#include <cstring>
#include <stop_token>
#include <thread>
#include <vector>

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

struct pair_of_counters {
    std::atomic<int> first{0};
    std::atomic<int> second{0};
};

enum class colour { red, green };

void store_buffering() {
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    int seen_x = 0;
    int seen_y = 0;
    std::thread a([&] {
        x.store(1, relaxed);
        seen_y = y.load(relaxed);
    });
    std::thread b([&] {
        y.store(1, relaxed);
        seen_x = x.load(relaxed);
    });
    a.join();
    b.join();
    heddle::outcome(seen_x, seen_y);
}

// Store buffering, where one side's read is a thread's that has the number of one before it.
void store_buffering_of_a_later_thread() {
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    int seen_x = 0;
    int seen_y = 0;
    std::thread before([] {});
    std::thread other([&] {
        x.store(1, relaxed);
        seen_y = y.load(relaxed);
    });
    before.join();
    y.store(1, relaxed);
    std::thread([&] { seen_x = x.load(relaxed); }).join();
    other.join();
    heddle::outcome(seen_x, seen_y);
}

// The write that makes the assumption true comes after it.
void assume_later_write() {
    std::atomic<int> x{0};
    int seen = -1;
    std::thread reader([&] {
        seen = x.load(relaxed);
        heddle::assume(seen == 2);
    });
    std::thread writer([&] {
        x.store(1, relaxed);
        x.store(2, relaxed);
    });
    reader.join();
    writer.join();
    heddle::outcome(seen);
}

// The bug does not depend on the thread that gives up.
void assume_beside_bug() {
    std::atomic<int> x{0};
    std::thread gives_up([] { heddle::assume(false); });
    std::thread fails([&] { heddle::check(x.load(relaxed) == 1, "x is not 1"); });
    gives_up.join();
    fails.join();
}

void choices() {
    const int a = heddle::choose(3);
    const unsigned char b = heddle::choose(static_cast<unsigned char>(2));
    heddle::outcome(a, b);
}

// In the order of the threads' creation, whichever comes first.
void by_thread() {
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([i] {
            heddle::outcome("thread", i);
            heddle::outcome(i == 1, 'c', colour::green, -1LL);
        });
    }
    for (auto& t : threads) t.join();
    heddle::outcome("main");
}

// Twelve threads' updates: enough executions for several processes, and for checkpoints.
void many_executions() {
    std::atomic<int> x{0};
    std::vector<int> seen(8);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back(
            [&, i] { seen[static_cast<std::size_t>(i)] = x.fetch_add(1, relaxed); });
    }
    for (auto& t : threads) t.join();
    heddle::outcome("first", seen[0]);
    heddle::outcome("second", seen[1]);
}

void too_many_outcomes() {
    const int high = heddle::choose(200);
    const int low = heddle::choose(100);
    heddle::outcome(high, low);
}

void names() {
    auto* const counters = new pair_of_counters;
    heddle::annotate(*counters, "counters");
    heddle::annotate(counters->second, "the second");
    std::thread a([&] { counters->first.store(1, relaxed); });
    std::thread b([&] { counters->second.store(1, relaxed); });
    a.join();
    b.join();
    heddle::check(false, "to see the names");
    delete counters;
}

// A weak compare_exchange may fail although the value is as expected.
void weak() {
    std::atomic<int> x{0};
    int expected = 0;
    int const first = heddle::compare_exchange_weak(x, expected, 1) ? 1 : 0;
    heddle::outcome(first, expected, x.load());
}

// Repeated until it succeeds: at the second time at the latest, for nobody interferes.
void weak_loop() {
    std::atomic<int> x{0};
    int expected = 0;
    int failures = 0;
    while (!heddle::compare_exchange_weak(x, expected, expected + 1, relaxed, relaxed)) {
        ++failures;
    }
    heddle::outcome(failures, x.load());
}

// Both threads take libstdc++'s lock of a stop state, in which they spin, around a look at each
// other.
void stop_callbacks() {
    std::stop_source source;
    auto const token = source.get_token();
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    int seen_x[2] = {};
    int seen_y[2] = {};
    auto const run = [&](std::atomic<int>& own, std::atomic<int>& other, int* seen) {
        own.store(1, relaxed);
        {
            std::stop_callback const callback(token, [] {});
            seen[0] = other.load(relaxed);
            own.store(2, relaxed);
        }
        seen[1] = other.load(relaxed);
    };
    std::thread t([&] { run(x, y, seen_y); });
    run(y, x, seen_x);
    t.join();
    heddle::outcome(seen_y[0], seen_y[1], seen_x[0], seen_x[1]);
}

void nothing_to_choose_from() {
    (void)heddle::choose(heddle::choose(1));
}

} // namespace

int main(int, char** argv) {
    const auto is = [&](const char* mode) { return std::strcmp(argv[1], mode) == 0; };
    if (is("store_buffering")) store_buffering();
    if (is("store_buffering_of_a_later_thread")) store_buffering_of_a_later_thread();
    if (is("assume_later_write")) assume_later_write();
    if (is("assume_beside_bug")) assume_beside_bug();
    if (is("choices")) choices();
    if (is("by_thread")) by_thread();
    if (is("many_executions")) many_executions();
    if (is("too_many_outcomes")) too_many_outcomes();
    if (is("names")) names();
    if (is("stop_callbacks")) stop_callbacks();
    if (is("weak")) weak();
    if (is("weak_loop")) weak_loop();
    if (is("nothing_to_choose_from")) nothing_to_choose_from();
}
