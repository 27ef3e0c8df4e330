// How long a search will go on, estimated from random descents.
#include "cli/time_left.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace heddle::cli;

namespace {

descents some(std::initializer_list<double> figures, int repetitions) {
    descents all;
    for (int i = 0; i != repetitions; ++i) {
        for (auto const f : figures) {
            ++all.count;
            all.sum += f;
            all.squares += f * f;
            all.largest = std::max(all.largest, f);
        }
    }
    return all;
}

} // namespace

TEST_CASE("nothing is said before there is something to go by", "[progress]") {
    CHECK_FALSE(leaves({}, 10));
    CHECK_FALSE(leaves(some({1000}, 99), 10));
    CHECK_FALSE(time_left(some({1000}, 200), 0, 5));
}

TEST_CASE("descents that agree leave no doubt", "[progress]") {
    auto const left = time_left(some({1000}, 100), 250, 5);
    REQUIRE(left);
    CHECK(left->low == Approx(15));
    CHECK(left->high == Approx(15));
}

TEST_CASE("descents that differ leave some", "[progress]") {
    // Mean 1000, standard deviation 900; of the mean: 90.
    auto const size = leaves(some({100, 1900}, 50), 0);
    REQUIRE(size);
    CHECK(size->low == Approx(730).epsilon(0.02));
    CHECK(size->high == Approx(1270).epsilon(0.02));
}

TEST_CASE("nothing is made of one large figure among many small ones", "[progress]") {
    auto all = some({1}, 99);
    all.count += 1;
    all.sum += 1e6;
    all.squares += 1e12;
    all.largest = 1e6;
    CHECK_FALSE(leaves(all, 500));
}

TEST_CASE("nothing is said that what has been seen belies", "[progress]") {
    CHECK_FALSE(time_left(some({1000}, 100), 2000, 5));
}

TEST_CASE("the tree is no smaller than what has been seen of it", "[progress]") {
    auto const left = time_left(some({100, 1900}, 50), 1000, 5);
    REQUIRE(left);
    CHECK(left->low == 0);
    CHECK(left->high > 0);
}
