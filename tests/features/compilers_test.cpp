// The rows of verdicts.tsv once more, of the programs as the compiler wrappers build them with
// clang and with GCC: what one instruments the other does, so that the answers are the same.
#include "support/expected_run.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace heddle::tests;

namespace {

heddle_result run_as_built_by(std::string const& compiler, table_row const& row) {
    program_folders const folders{VERDICT_SOURCES, WRAPPED_PROGRAMS "/" + compiler};
    return heddle_run(command_of(row, folders), {std::chrono::seconds{30}});
}

void compare(table_row const& row) {
    auto const clang = run_as_built_by("clang", row);
    auto const gcc = run_as_built_by("gcc", row);
    CAPTURE(row.at("name"), clang.process.out, clang.process.err, gcc.process.out, gcc.process.err);
    CHECK(clang.process.exit_code == std::stoi(row.at("exit")));
    CHECK(gcc.process.exit_code == clang.process.exit_code);
    CHECK(text_of(gcc.report, "verdict") == text_of(clang.report, "verdict"));
    if (flag_of(clang.report, "complete") && flag_of(gcc.report, "complete")) {
        CHECK(number_of(gcc.report, "executions") == number_of(clang.report, "executions"));
    }
}

} // namespace

TEST_CASE("both compilers' programs behave alike", "[compilers]") {
    for (auto const& row : read_table(VERDICT_TABLE)) {
        compare(row);
    }
}
