// Every program of bench.tsv: exactly its executions, in memory that does not grow with their
// number.
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

TEST_CASE("bench", "[bench]") {
    for (auto const& row : read_table(BENCH_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            auto const run =
                heddle_run({"--quiet", BENCH_PROGRAM, row.at("name")}, {std::chrono::seconds{300}});
            auto const& report = run.report;
            CAPTURE(row.at("program"), run.process.err, run.process.seconds, row.at("genmc_s"));
            CHECK_FALSE(run.process.timed_out);
            CHECK(run.process.exit_code == 0);
            CHECK(text_of(report, "verdict") == "correct");
            CHECK(flag_of(report, "complete"));
            CHECK(number_of(report, "executions") == std::stoull(row.at("executions")));
            if (row.at("blocked") == "no") {
                CHECK(number_of(report, "blocked") == 0);
            }
            // The largest of the tool and of the program that it checks.
            CHECK(run.process.peak_rss_kb < 50 * 1024);
        }
    }
}
