// Scenarios that are to be right, but are not: `heddle orders` says what would mend them. Behind an
// operation that must change stands `-> ORDER`.
#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

// Marks stand on the line of their operation, however long it gets.
// clang-format off
namespace {

const heddle::scenario one_step{
    .name = "failing/one_step", .body = [] {
        std::atomic<int> flag{0};
        int data = 0;
        std::thread other([&] {
            data = 1;
            flag.store(1, std::memory_order_relaxed); // -> release
        });
        if (flag.load(std::memory_order_acquire) == 1) heddle::check(data == 1);
        other.join();
    }};

const heddle::scenario two_steps{
    .name = "failing/two_steps", .body = [] {
        std::atomic<int> flag{0};
        int data = 0;
        std::thread other([&] {
            data = 1;
            flag.store(1, std::memory_order_relaxed); // -> release
        });
        if (flag.load(std::memory_order_relaxed) == 1) heddle::check(data == 1); // -> acquire
        other.join();
    }};

// Each of the four must be seq_cst: more steps than are tried one by one.
const heddle::scenario many_steps{
    .name = "failing/many_steps", .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        int seen_x = 0;
        int seen_y = 0;
        std::thread other([&] {
            x.store(1, std::memory_order_relaxed); // -> seq_cst
            seen_y = y.load(std::memory_order_relaxed); // -> seq_cst
        });
        y.store(1, std::memory_order_relaxed); // -> seq_cst
        seen_x = x.load(std::memory_order_relaxed); // -> seq_cst
        other.join();
        heddle::check(seen_x == 1 || seen_y == 1);
    }};

// A lost update is one in every order.
const heddle::scenario no_order{
    .name = "failing/no_order", .body = [] {
        std::atomic<int> counter{0};
        const auto add = [&] {
            const int before = counter.load(std::memory_order_relaxed);
            counter.store(before + 1, std::memory_order_relaxed);
        };
        std::thread other(add);
        add();
        other.join();
        heddle::check(counter == 2);
    }};

} // namespace
