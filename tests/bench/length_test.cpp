// An execution costs in proportion to its length, in time and in memory.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace heddle::tests;

namespace {

/// Of processor time, and the least of three, so that what else the machine does counts for little.
double seconds_of(std::string const& steps, std::string const& kind) {
    double least = 1e9;
    for (int i = 0; i != 3; ++i) {
        auto const run = heddle_run({"--quiet", "--executions", "40", LONG_EXECUTION, steps, kind});
        CAPTURE(kind, steps, run.process.err);
        CHECK(number_of(run.report, "executions") == 40);
        CHECK(run.process.peak_rss_kb < 50 * 1024);
        least = std::min(least, run.process.cpu_seconds);
    }
    return least;
}

} // namespace

TEST_CASE("the cost of an execution is linear in its length", "[length]") {
    auto const kind = GENERATE(as<std::string>{}, "updates", "locks", "messages");
    // From 2,500 to 10,000 events for each thread. Were it quadratic, sixteen times as much.
    double const shorter = seconds_of("2500", kind);
    double const longer = seconds_of("10000", kind);
    CAPTURE(kind, shorter, longer);
    CHECK(longer < 8 * shorter);
}

TEST_CASE("a search nested thousands of revisits deep needs little memory", "[length]") {
    auto const run = heddle_run({"--quiet", LONG_EXECUTION, "1000", "locks"});
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == 1001);
    CHECK(run.process.peak_rss_kb < 50 * 1024);
}
