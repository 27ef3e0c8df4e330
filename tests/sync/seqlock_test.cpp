#include "primitives/sync/seqlock.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

using heddle::sync::seqlock;
using namespace heddle::tests;

namespace {

// All of the same number; of a size that is no multiple of a word's.
template <std::size_t Bytes>
struct uniform {
    std::array<unsigned char, Bytes> bytes{};

    uniform() = default;

    explicit uniform(unsigned char byte) { bytes.fill(byte); }

    [[nodiscard]] bool is_whole() const {
        return std::all_of(bytes.begin(), bytes.end(),
                           [this](unsigned char each) { return each == bytes[0]; });
    }

    bool operator==(const uniform&) const = default;
};

struct without_default {
    explicit without_default(int n) : number(n) {}

    int number;
};

struct balance {
    std::int64_t left;
    std::int64_t right;
    std::int32_t updates;
};

} // namespace

TEST_CASE("seqlock: it begins with the value that it is given", "[sync/seqlock]") {
    CHECK(seqlock<int>().load() == 0);
    CHECK(seqlock<int>(7).load() == 7);
    CHECK(seqlock<without_default>(without_default(7)).load().number == 7);
}

TEST_CASE("seqlock: what was stored last is loaded, whatever its size", "[sync/seqlock]") {
    const auto round_trip = [](auto value) {
        seqlock<decltype(value)> lock;
        lock.store(value);
        CHECK(lock.load() == value);
        CHECK(lock.try_load() == value);
    };
    round_trip(uniform<1>(1));
    round_trip(uniform<7>(2));
    round_trip(uniform<8>(3));
    round_trip(uniform<9>(4));
    round_trip(uniform<200>(5));
    round_trip(3.5);
}

TEST_CASE("seqlock: an update gives back the new value", "[sync/seqlock]") {
    seqlock<int> lock(1);
    CHECK(lock.update([](int old) { return old + 1; }) == 2);
    CHECK(lock.load() == 2);
}

TEST_CASE("seqlock: an update that throws has done nothing", "[sync/seqlock]") {
    seqlock<int> lock(1);
    CHECK_THROWS_AS(lock.update([](int) -> int { throw std::runtime_error("out"); }),
                    std::runtime_error);
    CHECK(lock.try_load() == 1);
    lock.store(2);
    CHECK(lock.try_load() == 2);
}

TEST_CASE("seqlock: an update holds up nobody while it computes", "[sync/seqlock]") {
    seqlock<int> lock(1);
    int calls = 0;
    lock.update([&](int old) {
        if (++calls == 1) {
            std::thread([&] {
                CHECK(lock.try_load() == 1);
                lock.store(10);
            }).join();
        }
        return old + 1;
    });
    CHECK(calls == 2); // the first was of a value that is gone
    CHECK(lock.load() == 11);
}

TEST_CASE("seqlock: it does what a plain value does", "[sync/seqlock]") {
    CHECK(rc::check([](const std::vector<std::pair<bool, int>>& operations) {
        seqlock<std::array<int, 3>> lock;
        std::array<int, 3> expected{};
        for (const auto& [stores, number] : operations) {
            if (stores) {
                expected = {number, -(number / 2), 1};
                lock.store(expected);
            } else {
                expected[2] ^= number;
                lock.update([number = number](std::array<int, 3> value) {
                    value[2] ^= number;
                    return value;
                });
            }
            RC_ASSERT(lock.load() == expected);
        }
    }));
}

TEST_CASE("seqlock: readers never see half of a value, however many writers there are",
          "[sync/seqlock]") {
    CHECK(rc::check([] {
        const auto writers = *rc::gen::inRange<std::size_t>(1, 4);
        const auto readers = *rc::gen::inRange<std::size_t>(1, 4);
        const auto rounds = *rc::gen::inRange(1, 200);
        seqlock<uniform<43>> lock;
        std::atomic<bool> is_torn{false};
        run_threads(writers + readers, [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                if (index < writers)
                    lock.store(uniform<43>(static_cast<unsigned char>(index + 1)));
                else if (!lock.load().is_whole())
                    is_torn = true;
                if (const auto seen = lock.try_load(); seen && !seen->is_whole()) is_torn = true;
            }
        });
        RC_ASSERT_FALSE(is_torn.load());
        RC_ASSERT(lock.load().is_whole());
        RC_ASSERT(lock.load() != uniform<43>());
    }));
}

TEST_CASE("seqlock: no update is lost", "[sync/seqlock]") {
    CHECK(rc::check([] {
        const auto moves =
            *rc::gen::resize(5, rc::gen::container<std::vector<int>>(rc::gen::inRange(-9, 10)));
        const auto rounds = *rc::gen::inRange(1, 100);
        seqlock<balance> lock(balance{0, 0, 0});
        run_threads(moves.size(), [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                lock.update([by = moves[index]](balance b) {
                    return balance{b.left - by, b.right + by, b.updates + 1};
                });
            }
        });
        const balance end = lock.load();
        const auto sum = std::accumulate(moves.begin(), moves.end(), std::int64_t{0}) * rounds;
        RC_ASSERT(end.left == -sum);
        RC_ASSERT(end.right == sum);
        RC_ASSERT(end.updates == static_cast<int>(moves.size()) * rounds);
    }));
}
