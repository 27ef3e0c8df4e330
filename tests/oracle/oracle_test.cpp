// Every litmus program of oracle.tsv under both memory models: exactly the executions there are,
// none of them blocked.
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

namespace {

void check_row(table_row const& row, std::string const& model) {
    auto const& program = row.at("program");
    CAPTURE(model, program);
    auto const run =
        run_tool({"run", "--json", "-", "--memory-model", model, LITMUS_PROGRAM, program});
    CAPTURE(run.err);
    CHECK(run.exit_code == 0);
    auto const report = nlohmann::json::parse(run.out, nullptr, false);
    CHECK(text_of(report, "verdict") == "correct");
    CHECK(flag_of(report, "complete"));
    CHECK(number_of(report, "executions") == std::stoull(row.at(model)));
    CHECK(number_of(report, "blocked") == 0);
}

} // namespace

TEST_CASE("RC11 executions are those of the oracle", "[oracle]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            check_row(row, "rc11");
        }
    }
}

TEST_CASE("SC executions are those of the oracle", "[oracle]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            check_row(row, "sc");
        }
    }
}
