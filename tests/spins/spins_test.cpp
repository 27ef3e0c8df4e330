// libstdc++ spins before it sleeps. The looks of one spin are one event, where the program's
// debugging information tells them; the same program without that information explores each of
// them. Nothing but the number of executions may differ.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace heddle::tests;

namespace {

std::set<std::string> outcomes_of(nlohmann::json const& report) {
    std::set<std::string> outcomes;
    for (auto const& each : report["outcomes"]) {
        outcomes.insert(each["outcome"].get<std::string>());
    }
    return outcomes;
}

struct expectation {
    char const* what;
    std::uint64_t executions;
    std::set<std::string> outcomes;
};

} // namespace

TEST_CASE("a spin is one look, and nothing is lost", "[spins]") {
    // The numbers: as many as a look, with and without a value that ends it, and the steps of the
    // futex after it can be ordered in; the bounded strategy counts the same without partial
    // orders.
    auto const expected = GENERATE(
        expectation{"int", 21, {"0", "1", "2"}}, //
        expectation{"char", 31, {"0", "1", "2"}}, expectation{"long", 31, {"0", "1", "2"}},
        expectation{"values", 20, {"1", "2"}}, expectation{"flag", 12, {"1"}},
        expectation{"latch", 22, {"1", "2"}}, expectation{"barrier", 68, {"1"}},
        expectation{"semaphore", 10, {"1", "2"}}, expectation{"try_twice", 3, {"0", "1", "10"}},
        expectation{"own", 4, {"0", "1", "2", "3"}});
    auto const model = GENERATE("rc11", "sc");
    CAPTURE(expected.what, model);
    auto const run = heddle_run({"--memory-model", model, STANDARD_WAITS, expected.what}).report;
    auto const bare =
        heddle_run({"--memory-model", model, STANDARD_WAITS_BARE, expected.what}).report;
    auto const bounded = heddle_run({"--memory-model", model, "--strategy", "bounded",
                                     "--preemptions", "99", STANDARD_WAITS, expected.what})
                             .report;
    for (auto const* report : {&run, &bare, &bounded}) {
        CHECK(text_of(*report, "verdict") == "correct");
        CHECK(flag_of(*report, "complete"));
    }
    CHECK(outcomes_of(run) == outcomes_of(bare));
    CHECK(number_of(run, "executions") == number_of(bounded, "executions"));
    if (model == std::string{"rc11"}) {
        CHECK(number_of(run, "executions") == expected.executions);
        CHECK(outcomes_of(run) == expected.outcomes);
        if (expected.what == std::string{"own"}) {
            CHECK(number_of(bare, "executions") == expected.executions);
        } else {
            CHECK(number_of(bare, "executions") > expected.executions);
        }
    }
}

TEST_CASE("what a loop around a spin waits for is found", "[spins]") {
    for (auto const* program : {STANDARD_WAITS, STANDARD_WAITS_BARE}) {
        auto const report = heddle_run({program, "try_until"}).report;
        CAPTURE(program);
        CHECK(text_of(report, "verdict") == "correct");
        CHECK(flag_of(report, "complete"));
        CHECK(outcomes_of(report) == std::set<std::string>{"1"});
    }
}

// GCC bug 104928: an acquire of libstdc++ 12 compares the count with one from before it spun, and
// sleeps although there is something to take.
TEST_CASE("a semaphore that sleeps for good is found", "[spins]") {
    for (auto const* program : {STANDARD_WAITS, STANDARD_WAITS_BARE}) {
        for (auto const* mode : {"semaphores", "take_three"}) {
            CAPTURE(program, mode);
            CHECK(text_of(heddle_run({program, mode}).report, "verdict") == "deadlock");
        }
    }
    // Without a third thread that takes and gives, the count does not come back to what it was.
    for (auto const* mode : {"semaphore", "take_three_alone"}) {
        auto const report = heddle_run({STANDARD_WAITS, mode}).report;
        CAPTURE(mode);
        CHECK(text_of(report, "verdict") == "correct");
        CHECK(flag_of(report, "complete"));
    }
}
