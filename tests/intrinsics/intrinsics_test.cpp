// What a program can tell the tool, and ask of it: outcomes, choices, assumptions, names; and the
// functions of other verification tools.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>

using namespace heddle::tests;
using nlohmann::json;

namespace {

json report_of(std::string const& mode, std::vector<std::string> options = {}) {
    options.insert(options.end(), {INTRINSICS, mode});
    auto run = heddle_run(options);
    INFO(mode << '\n' << run.process.out << run.process.err);
    REQUIRE(run.report.is_object());
    return run.report;
}

std::map<std::string, std::uint64_t> outcomes_of(json const& report) {
    std::map<std::string, std::uint64_t> found;
    for (auto const& each : report.value("outcomes", json::array())) {
        found[text_of(each, "outcome")] = number_of(each, "executions");
    }
    return found;
}

using outcomes = std::map<std::string, std::uint64_t>;

std::string verdict_of_c(std::string const& mode) {
    return text_of(heddle_run({VERIFIER, mode}).report, "verdict");
}

} // namespace

TEST_CASE("outcomes are counted, under both memory models", "[intrinsics]") {
    CHECK(outcomes_of(report_of("store_buffering")) ==
          outcomes{{"0 0", 1}, {"0 1", 1}, {"1 0", 1}, {"1 1", 1}});
    CHECK(outcomes_of(report_of("store_buffering", {"--memory-model", "sc"})) ==
          outcomes{{"0 1", 1}, {"1 0", 1}, {"1 1", 1}});
    CHECK(outcomes_of(report_of("store_buffering_of_a_later_thread")) ==
          outcomes{{"0 0", 1}, {"0 1", 1}, {"1 0", 1}, {"1 1", 1}});
    CHECK(outcomes_of(report_of("store_buffering_of_a_later_thread", {"--memory-model", "sc"})) ==
          outcomes{{"0 1", 1}, {"1 0", 1}, {"1 1", 1}});
    CHECK(outcomes_of(report_of("by_thread")) ==
          outcomes{{"main, thread 0, 0 c 1 -1, thread 1, 1 c 1 -1, thread 2, 0 c 1 -1", 1}});
}

TEST_CASE("a strategy that samples lists outcomes too", "[intrinsics]") {
    auto const found =
        outcomes_of(report_of("store_buffering", {"--strategy", "random", "--executions", "200"}));
    CHECK(found.size() == 4);
}

TEST_CASE("an outcome's token replays it and shows how it comes about", "[intrinsics]") {
    for (auto const& each : report_of("store_buffering")["outcomes"]) {
        auto const again = heddle_replay({text_of(each, "replay"), INTRINSICS, "store_buffering"});
        INFO(each.dump() << again.process.out << again.process.err);
        REQUIRE(outcomes_of(again.report) == outcomes{{text_of(each, "outcome"), 1}});
        CHECK(again.process.exit_code == 3);
        REQUIRE(again.report.contains("trace"));
        CHECK(again.report["trace"].size() >= 8);
        CHECK_FALSE(again.report.contains("bug"));
    }
}

TEST_CASE("an outcome's token replays it where threads spin", "[intrinsics]") {
    auto const all = report_of("stop_callbacks")["outcomes"];
    CHECK(all.size() > 10);
    for (auto const& each : all) {
        auto const again = heddle_replay({text_of(each, "replay"), INTRINSICS, "stop_callbacks"});
        INFO(each.dump() << again.process.out << again.process.err);
        CHECK(outcomes_of(again.report) == outcomes{{text_of(each, "outcome"), 1}});
    }
}

TEST_CASE("outcomes do not depend on how many processes explore", "[intrinsics]") {
    auto const alone = report_of("many_executions");
    REQUIRE(text_of(alone, "checkpoints") == "used");
    REQUIRE(number_of(alone, "executions") == 40320);
    auto const found = outcomes_of(alone);
    REQUIRE(found.size() == 56); // two different numbers below 8
    for (auto const& [outcome, executions] : found) {
        CHECK(executions == 720); // 6! orders of the others
    }
    auto const together = report_of("many_executions", {"--jobs", "3"});
    CHECK(number_of(together, "executions") == 40320);
    CHECK(outcomes_of(together) == found);
}

TEST_CASE("more outcomes than are listed are counted", "[intrinsics]") {
    for (auto const* jobs : {"1", "2"}) {
        auto const report = report_of("too_many_outcomes", {"--jobs", jobs});
        CHECK(number_of(report, "executions") == 20'000);
        CHECK(report["outcomes"].size() == 10'000);
        CHECK(number_of(report, "executions_with_other_outcomes") == 10'000);
    }
}

TEST_CASE("an assumption leaves out what it says, and nothing else", "[intrinsics]") {
    auto const report = report_of("assume_later_write");
    CHECK(text_of(report, "verdict") == "correct");
    CHECK(flag_of(report, "complete"));
    CHECK(outcomes_of(report) == outcomes{{"2", 1}});
    CHECK(number_of(report, "executions") == 1);
    CHECK(number_of(report, "blocked") == 2);
    CHECK(text_of(report_of("assume_beside_bug"), "verdict") == "assertion_failed");
}

TEST_CASE("every choice is explored", "[intrinsics]") {
    CHECK(outcomes_of(report_of("choices")) ==
          outcomes{{"0 0", 1}, {"0 1", 1}, {"1 0", 1}, {"1 1", 1}, {"2 0", 1}, {"2 1", 1}});
    auto const nothing = report_of("nothing_to_choose_from");
    CHECK(text_of(nothing, "verdict") == "assertion_failed");
    CHECK_THAT(text_of(nothing["bug"], "message"), Catch::Contains("heddle::choose"));
}

TEST_CASE("a weak compare_exchange fails for no reason, where that is allowed", "[intrinsics]") {
    CHECK(outcomes_of(report_of("weak")) == outcomes{{"1 0 1", 1}});
    CHECK(outcomes_of(report_of("weak", {"--spurious"})) == outcomes{{"0 0 0", 1}, {"1 0 1", 1}});
    CHECK(outcomes_of(report_of("weak_loop")) == outcomes{{"0 1", 1}});
    CHECK(outcomes_of(report_of("weak_loop", {"--spurious"})) == outcomes{{"0 1", 1}, {"1 1", 1}});
}

TEST_CASE("objects have the names that the program gives them", "[intrinsics]") {
    auto const report = report_of("names");
    REQUIRE(report.contains("bug"));
    std::vector<std::string> objects;
    for (auto const& step : report["bug"]["trace"]) {
        if (text_of(step, "operation") == "store") objects.push_back(text_of(step, "object"));
    }
    std::sort(objects.begin(), objects.end());
    CHECK(objects == std::vector<std::string>{"counters", "the second"});
    CHECK_THAT(text_of(report["bug"], "message"), Catch::Contains("to see the names"));
    CHECK_THAT(text_of(report["bug"], "location"), Catch::Contains("intrinsics.cpp"));
}

TEST_CASE("what was not as it would be is said, once", "[intrinsics]") {
    auto const warnings_of = [](std::vector<std::string> const& command) {
        return heddle_run(command).report.value("warnings", json::array());
    };
    auto const drawn = warnings_of({SAME_EVERY_TIME, "getrandom"});
    REQUIRE(drawn.size() == 1);
    CHECK_THAT(drawn[0].get<std::string>(), Catch::Contains("random numbers"));
    auto const left = warnings_of({THREAD_EXIT_MAIN, "handlers"});
    REQUIRE(left.size() == 1);
    CHECK_THAT(left[0].get<std::string>(), Catch::Contains("pthread_exit"));
    CHECK(warnings_of({THREAD_EXIT_MAIN, "alone"}).empty());
    auto const failed = warnings_of({ENDS, "exit_status"});
    REQUIRE(failed.size() == 1);
    CHECK_THAT(failed[0].get<std::string>(), Catch::Contains("exit status 3"));
    CHECK(warnings_of({ENDS, "quick_exit"}).empty());
    CHECK(warnings_of({SAME_EVERY_TIME, "rand"}).empty());
}

TEST_CASE("without the runtime a program runs on", "[intrinsics]") {
    for (auto const* mode :
         {"store_buffering", "choices", "by_thread", "assume_later_write", "weak_loop"}) {
        auto const run = run_process({PLAIN_INTRINSICS, mode});
        INFO(mode << run.out << run.err);
        CHECK(run.exit_code == 0);
    }
    auto const failed = run_process({PLAIN_INTRINSICS, "names"});
    CHECK(failed.exit_code != 0);
    CHECK_THAT(failed.err, Catch::Contains("to see the names"));
}

TEST_CASE("programs for other verification tools", "[intrinsics]") {
    CHECK(verdict_of_c("sections") == "correct");
    CHECK(verdict_of_c("no_sections") == "data_race");
    CHECK(verdict_of_c("spin") == "correct");
    CHECK(verdict_of_c("bool") == "correct");
    CHECK(verdict_of_c("overflow") == "assertion_failed");
    auto const sampled = heddle_run({VERIFIER, "int"});
    CHECK(text_of(sampled.report, "verdict") == "incomplete");
    CHECK(sampled.process.exit_code == 3);
    CHECK_THAT(text_of(sampled.report, "incomplete_reason"), Catch::Contains("__VERIFIER_nondet"));
    CHECK(number_of(sampled.report, "executions") == 16);
    CHECK(number_of(sampled.report, "blocked") == 4);
}
