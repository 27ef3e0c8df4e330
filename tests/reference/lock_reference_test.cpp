// The engine's treatment of mutexes and condition variables against all interleavings, explored
// naively.
#include "reference/generators.hpp"
#include "reference/lock_explorer.hpp"
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

namespace {

nlohmann::json check_with_engine(std::string const& program) {
    auto const run =
        run_tool({"run", "--json", "-", "--memory-model", "sc", LOCK_LITMUS_PROGRAM, program});
    INFO(run.err);
    auto report = nlohmann::json::parse(run.out, nullptr, false);
    CHECK(report.is_object());
    return report;
}

} // namespace

TEST_CASE("the explorer counts what can be counted by hand", "[reference]") {
    auto const executions = [](char const* text) {
        return explore(parse_lock_program(text)).executions;
    };
    auto const deadlocks = [](char const* text) {
        return explore(parse_lock_program(text)).deadlock;
    };
    CHECK(executions("La Ua | La Ua") == 2);
    CHECK(executions("La Ua | La Ua | La Ua") == 6);
    CHECK(executions("La Ua | Lb Ub") == 1);
    CHECK(executions("La Ua La Ua | La Ua") == 3);
    CHECK(executions("Rx | Wx1") == 2);
    CHECK(executions("La Ua | Ta Rx Ua") == 3); // before, after, and failed
    CHECK(deadlocks("La Lb Ub Ua | Lb La Ua Ub"));
    CHECK_FALSE(deadlocks("La Lb Ub Ua | La Lb Ua Ub"));
    CHECK(deadlocks("La Pa Ua | N")); // the notification may come first
    CHECK_FALSE(deadlocks("La Ua | N"));
}

TEST_CASE("the engine agrees with the explorer on random lock programs", "[reference][engine]") {
    for (auto const seed : seeds(150)) {
        auto const program = random_lock_program(seed, false);
        CAPTURE(seed, program);
        auto const expected = explore(parse_lock_program(program));
        auto const report = check_with_engine(program);
        CHECK(text_of(report, "verdict") == (expected.deadlock ? "deadlock" : "correct"));
        if (!expected.deadlock) {
            CHECK(flag_of(report, "complete"));
            CHECK(number_of(report, "executions") == expected.executions);
        }
    }
}

// What makes two executions with condition variables different is for the engine to say; whether
// some thread can wait for good is not.
TEST_CASE("the engine agrees with the explorer on random condition variable programs",
          "[reference][engine]") {
    for (auto const seed : seeds(150)) {
        auto const program = random_lock_program(seed, true);
        CAPTURE(seed, program);
        auto const expected = explore(parse_lock_program(program));
        auto const report = check_with_engine(program);
        CHECK(text_of(report, "verdict") == (expected.deadlock ? "deadlock" : "correct"));
        if (!expected.deadlock) {
            CHECK(flag_of(report, "complete"));
        }
    }
}
