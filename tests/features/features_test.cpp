// Every row of features.tsv, of the programs as clang and as GCC build them.
#include "support/expected_run.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace heddle::tests;

TEST_CASE("features", "[features]") {
    for (auto const& row : read_table(FEATURE_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            for (std::string const compiler : {"clang", "gcc"}) {
                CAPTURE(compiler);
                check_row(row, {FEATURE_SOURCES, FEATURE_PROGRAMS "/" + compiler});
            }
        }
    }
}

TEST_CASE("every feature's program is in the table", "[features]") {
    check_that_all_are_used(FEATURE_TABLE, FEATURE_SOURCES);
}

TEST_CASE("a hundred megabytes of output are shown once", "[features]") {
    for (std::string const compiler : {"clang", "gcc"}) {
        CAPTURE(compiler);
        auto const run = heddle_run({FEATURE_PROGRAMS "/" + compiler + "/much_output"});
        CHECK(text_of(run.report, "verdict") == "correct");
        CHECK(run.process.out.size() > 100'000'000);
        CHECK(run.process.out.size() < 100'001'000); // with the verdict
    }
}

TEST_CASE("a weak compare_exchange fails for no reason where the compiler says that it is weak",
          "[features]") {
    for (std::string const compiler : {"clang", "gcc"}) {
        CAPTURE(compiler);
        auto const program = FEATURE_PROGRAMS "/" + compiler + "/weak_compare_exchange";
        auto const run = heddle_run({"--spurious", program, "once"});
        CHECK(text_of(run.report, "verdict") ==
              (compiler == "gcc" ? "assertion_failed" : "correct"));
        CHECK(text_of(heddle_run({program, "once"}).report, "verdict") == "correct");
    }
}
