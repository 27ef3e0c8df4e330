// Programs that use libc++: what is simulated, and what is refused by name.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;
using Catch::Contains;

namespace {

struct expectation {
    char const* mode;
    std::uint64_t executions;
    char const* bug; // when broken
};

} // namespace

// Of the shared_mutex: one after the other, and each may find the other there and wait. Of
// call_once: either may be first; the other then sees by its first look that it is done, or takes
// the lock, be it that it saw the flag unset or pending, and finds it done or waits for that:
// 2 * (1 + 2 * 2).
TEST_CASE("programs with libc++", "[libcxx]") {
    auto const expected = GENERATE(
        expectation{"mutex", 2, "data_race"}, expectation{"condition_variable", 2, "deadlock"},
        expectation{"future", 2, "data_race"}, expectation{"async", 3, "assertion_failed"},
        expectation{"shared_mutex", 4, "data_race"}, expectation{"call_once", 10, "data_race"},
        expectation{"print", 2, "data_race"}, expectation{"shared_ptr", 0, "data_race"},
        expectation{"exception", 1, "assertion_failed"});
    CAPTURE(expected.mode);
    auto const run = heddle_run({LIBCXX_PROGRAM, expected.mode});
    INFO(run.process.out << run.process.err);
    CHECK(text_of(run.report, "verdict") == "correct");
    CHECK(flag_of(run.report, "complete"));
    auto const bounded =
        heddle_run({"--strategy", "bounded", "--preemptions", "99", LIBCXX_PROGRAM, expected.mode});
    CHECK(number_of(run.report, "executions") == number_of(bounded.report, "executions"));
    if (expected.executions != 0) {
        CHECK(number_of(run.report, "executions") == expected.executions);
    }
    auto const broken = heddle_run({LIBCXX_PROGRAM, expected.mode, "broken"});
    INFO(broken.process.out << broken.process.err);
    CHECK(text_of(broken.report, "verdict") == expected.bug);
}

TEST_CASE("what libc++ hides in its library is refused", "[libcxx]") {
    for (auto const* mode : {"latch", "semaphore", "wait", "barrier"}) {
        auto const run = heddle_run({LIBCXX_PROGRAM, mode});
        CAPTURE(mode, run.process.out, run.process.err);
        CHECK(run.process.exit_code == 4);
        CHECK(text_of(run.report, "verdict") == "unsupported");
        CHECK_THAT(run.process.out, Contains("does not simulate std::__1::"));
    }
}
