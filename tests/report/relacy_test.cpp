// What Relacy says of a model, against what is expected and what Heddle says.
#include "report/matrix.hpp"

#include <catch2/catch.hpp>

using namespace heddle::report;
using Catch::Contains;

namespace {

run_report heddle_says(std::string const& verdict) {
    run_report report;
    report.verdict = verdict;
    report.complete = verdict == "correct";
    return report;
}

relacy_verdict relacy_says(std::string const& verdict) {
    return {.verdict = verdict, .complete = verdict == "correct", .executions = 7, .message = {}};
}

std::vector<std::string> surprises(std::string const& expected, std::string const& heddle,
                                   std::string const& relacy, std::string const& misses = "") {
    return find_relacy_surprises(expected, heddle_says(heddle), relacy_says(relacy), misses);
}

} // namespace

TEST_CASE("checkers that agree are no surprise", "[relacy]") {
    CHECK(surprises("correct", "correct", "correct").empty());
    CHECK(surprises("correct", "correct", "silent").empty());
    CHECK(surprises("data_race", "data_race", "data_race").empty());
}

TEST_CASE("a bug is one by any name", "[relacy]") {
    CHECK(surprises("livelock", "livelock", "deadlock").empty());
}

TEST_CASE("a bug in what Heddle proved is a contradiction", "[relacy]") {
    REQUIRE(surprises("correct", "correct", "deadlock").size() == 1);
    CHECK_THAT(surprises("correct", "correct", "deadlock")[0],
               Contains("proved") && Contains("deadlock"));
    CHECK(surprises("correct", "incomplete", "deadlock").size() == 1);
}

TEST_CASE("a twin that Relacy misses is a surprise, unless it is said why", "[relacy]") {
    CHECK_THAT(surprises("data_race", "data_race", "silent").at(0), Contains("7 executions"));
    CHECK(surprises("data_race", "data_race", "correct").size() == 1);
    CHECK(surprises("data_race", "data_race", "silent", "stores are in order").empty());
}

TEST_CASE("so is a twin that it finds though it is said that it cannot", "[relacy]") {
    CHECK_THAT(surprises("data_race", "data_race", "data_race", "stores are in order").at(0),
               Contains("stores are in order"));
}

TEST_CASE("a model that does not come to its end proves nothing", "[relacy]") {
    CHECK(surprises("correct", "correct", "crash").size() == 1);
    CHECK(surprises("data_race", "data_race", "hang").size() == 1);
}
