// Every row of verdicts.tsv: verdict, exit code, place and message, and that the replay token leads
// there again.
#include "support/expected_run.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

TEST_CASE("verdicts", "[verdicts]") {
    for (auto const& row : read_table(VERDICT_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            check_row(row, {VERDICT_SOURCES, VERDICT_PROGRAMS});
        }
    }
}

TEST_CASE("every program is in the table", "[verdicts]") {
    check_that_all_are_used(VERDICT_TABLE, VERDICT_SOURCES);
}
