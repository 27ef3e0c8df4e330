// What a scenario says must come out of it, against what came out.
#include "report/matrix.hpp"

#include <catch2/catch.hpp>

using namespace heddle::report;

namespace {

run_report report_with(std::vector<std::string> const& outcomes, bool complete = true) {
    run_report report;
    report.complete = complete;
    for (auto const& each : outcomes) {
        report.outcomes.push_back({each, 1, "TOKEN"});
    }
    return report;
}

} // namespace

TEST_CASE("a scenario that expects no outcomes may have any", "[outcomes]") {
    CHECK(find_unexpected_outcomes({}, report_with({"0", "1"})).empty());
}

TEST_CASE("exactly the expected outcomes are no surprise, in any order", "[outcomes]") {
    CHECK(find_unexpected_outcomes({"0 1", "1 0"}, report_with({"1 0", "0 1"})).empty());
}

TEST_CASE("one outcome more is a surprise, and names what replays it", "[outcomes]") {
    auto const surprises = find_unexpected_outcomes({"0"}, report_with({"0", "1"}));
    REQUIRE(surprises.size() == 1);
    CHECK_THAT(surprises[0], Catch::Contains("`1`") && Catch::Contains("TOKEN"));
}

TEST_CASE("one outcome less is a surprise, if all executions were run", "[outcomes]") {
    auto const surprises = find_unexpected_outcomes({"0", "1"}, report_with({"0"}));
    REQUIRE(surprises.size() == 1);
    CHECK_THAT(surprises[0], Catch::Contains("`1`"));
    CHECK(find_unexpected_outcomes({"0", "1"}, report_with({"0"}, false)).empty());
    CHECK(find_unexpected_outcomes({"0"}, report_with({"0", "1"}, false)).size() == 1);
}

TEST_CASE("no outcome at all, or too many to be listed, is a surprise", "[outcomes]") {
    CHECK(find_unexpected_outcomes({"0"}, report_with({})).size() == 1);
    auto many = report_with({"0"});
    many.unlisted = 3;
    CHECK(find_unexpected_outcomes({"0"}, many).size() == 1);
}
