// Every row of liveness.tsv under both memory models: the verdict, how many executions there are,
// and where a bug is.
#include "support/heddle_run.hpp"
#include "support/marked_lines.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>

using namespace heddle::tests;

namespace {

bool is_number(std::string const& cell) {
    return !cell.empty() &&
           std::all_of(cell.begin(), cell.end(), [](unsigned char c) { return std::isdigit(c); });
}

std::string source_of(table_row const& row) {
    return LIVENESS_SOURCES "/" + row.at("program") + ".cpp";
}

/// "OPTIONS… PROGRAM ARGUMENTS…"
std::vector<std::string> command_of(table_row const& row, std::vector<std::string> command) {
    command.push_back(LIVENESS_PROGRAMS "/" + row.at("program"));
    if (row.at("arguments") != "-") {
        for (auto& word : words(row.at("arguments"))) {
            command.push_back(word);
        }
    }
    return command;
}

std::vector<std::string> alternatives(std::string const& cell) {
    std::vector<std::string> result;
    std::istringstream in{cell};
    for (std::string each; std::getline(in, each, '|');) {
        result.push_back(each);
    }
    return result;
}

void check_correct(heddle_result const& run, std::string const& expected) {
    CHECK(run.process.exit_code == 0);
    CHECK(text_of(run.report, "verdict") == "correct");
    CHECK(flag_of(run.report, "complete"));
    if (expected != "correct") {
        CHECK(number_of(run.report, "executions") == std::stoull(expected));
    }
}

void check_bug(table_row const& row, heddle_result const& run, std::string const& expected) {
    auto const verdict = text_of(run.report, "verdict");
    CHECK(run.process.exit_code == 1);
    CHECK_THAT(alternatives(expected), Catch::VectorContains(verdict));
    REQUIRE(run.report.contains("bug"));
    auto const& bug = run.report["bug"];
    auto const location = text_of(bug, "location");
    std::vector<std::string> marked;
    for (auto const& marker : alternatives(row.at("location"))) {
        for (auto const& line : marked_lines(source_of(row), marker)) {
            marked.push_back(line);
        }
    }
    CAPTURE(marked, location);
    CHECK(std::any_of(marked.begin(), marked.end(), [&](auto const& place) {
        return location == place || location.ends_with('/' + place);
    }));
    auto const again = heddle_replay(command_of(row, {text_of(bug, "replay")}));
    CHECK(text_of(again.report, "verdict") == verdict);
}

void check_row(table_row const& row, std::string const& model) {
    auto const& expected = row.at(model);
    if (expected == "-") {
        return;
    }
    auto const run =
        heddle_run(command_of(row, {"--memory-model", model}), {std::chrono::seconds{60}});
    CAPTURE(model, expected, run.process.out, run.process.err);
    REQUIRE(run.report.is_object());
    if (expected == "correct" || is_number(expected)) {
        check_correct(run, expected);
    } else {
        check_bug(row, run, expected);
    }
}

} // namespace

TEST_CASE("liveness", "[liveness]") {
    for (auto const& row : read_table(LIVENESS_TABLE)) {
        DYNAMIC_SECTION(row.at("name")) {
            check_row(row, "rc11");
            check_row(row, "sc");
        }
    }
}

TEST_CASE("every liveness program is in the table", "[liveness]") {
    std::vector<std::string> known;
    for (auto const& row : read_table(LIVENESS_TABLE)) {
        known.push_back(row.at("program"));
    }
    for (auto const& file : std::filesystem::directory_iterator{LIVENESS_SOURCES}) {
        if (file.path().extension() == ".cpp") {
            CHECK_THAT(known, Catch::VectorContains(file.path().stem().string()));
        }
    }
}
