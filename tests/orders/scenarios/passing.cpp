// Scenarios that are right, for `heddle orders` to weaken. Behind each operation stands what must
// be said of it: `-> ORDER: RESULT`, or nothing where its order cannot be weaker.
#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

#include <atomic>
#include <memory>
#include <thread>

// Marks stand on the line of their operation, however long it gets.
// clang-format off
namespace {

// Used by two scenarios, inlined several times: one place all the same.
class over_strong_lock {
public:
    void lock() {
        while (state_.exchange(1, std::memory_order_acq_rel) != 0) { // -> acquire: can be weaker, -> release: needed
        }
    }

    void unlock() {
        state_.store(0, std::memory_order_release); // -> relaxed: needed
    }

private:
    std::atomic<int> state_{0};
};

void add_twice(int threads) {
    over_strong_lock lock;
    int counter = 0;
    const auto add = [&] {
        lock.lock();
        ++counter;
        lock.unlock();
    };
    std::thread other(add);
    if (threads > 2) {
        std::thread third(add);
        third.join();
    }
    add();
    other.join();
    heddle::check(counter == threads);
}

const heddle::scenario two{.name = "passing/lock/two", .body = [] { add_twice(2); }};
const heddle::scenario three{.name = "passing/lock/three", .body = [] { add_twice(3); }};

const heddle::scenario kept{
    .name = "passing/kept", .body = [] {
        std::atomic<int> flag{0};
        std::thread other([&] {
            // Nobody looks at it before the join. order kept: whoever copies this will.
            flag.store(1, std::memory_order_release); // -> relaxed: kept
        });
        other.join();
        heddle::check(flag.load(std::memory_order_relaxed) == 1);
    }};

const heddle::scenario fences{
    .name = "passing/fences", .body = [] {
        std::atomic<int> flag{0};
        int data = 0;
        std::thread other([&] {
            data = 1;
            std::atomic_thread_fence(std::memory_order_acq_rel); // -> acquire: needed, -> release: can be weaker
            flag.store(1, std::memory_order_relaxed);
        });
        if (flag.load(std::memory_order_relaxed) == 1) {
            std::atomic_thread_fence(std::memory_order_acquire); // -> relaxed: needed
            heddle::check(data == 1);
        }
        other.join();
    }};

// The reader learns of the data by failing; nothing is learned by success.
const heddle::scenario failure{
    .name = "passing/failure_order", .body = [] {
        std::atomic<int> flag{0};
        int data = 0;
        std::thread other([&] {
            data = 1;
            flag.store(1, std::memory_order_release); // -> relaxed: needed
        });
        int expected = 0;
        if (!flag.compare_exchange_strong(expected, 2, std::memory_order_acquire, std::memory_order_acquire)) // -> relaxed, acquire on failure: can be weaker, -> acquire, relaxed on failure: needed
            heddle::check(data == 1);
        other.join();
    }};

const heddle::scenario outcomes{
    .name = "passing/outcomes",
    .body =
        [] {
            std::atomic<int> data{0};
            std::atomic<int> flag{0};
            int seen_flag = 0;
            int seen_data = 0;
            std::thread writer([&] {
                data.store(1, std::memory_order_relaxed);
                flag.store(1, std::memory_order_release); // -> relaxed: needed
            });
            std::thread reader([&] {
                seen_flag = flag.load(std::memory_order_acquire); // -> relaxed: needed
                seen_data = data.load(std::memory_order_relaxed);
            });
            writer.join();
            reader.join();
            heddle::outcome(seen_flag, seen_data);
        },
    .outcomes = {"0 0", "0 1", "1 1"}};

// A shared pointer's own operations are not the program's.
const heddle::scenario library{
    .name = "passing/library", .body = [] {
        auto shared = std::make_shared<int>(1);
        std::thread other([copy = shared] { heddle::check(*copy == 1); });
        shared.reset();
        other.join();
    }};

} // namespace
