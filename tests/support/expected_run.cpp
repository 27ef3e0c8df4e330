#include "support/expected_run.hpp"

#include "support/marked_lines.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace heddle::tests {

namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::vector<std::string> alternatives(std::string const& verdicts) {
    std::vector<std::string> result;
    std::istringstream in{verdicts};
    for (std::string verdict; std::getline(in, verdict, '|');) {
        result.push_back(verdict);
    }
    return result;
}

std::string source_of(std::string const& sources, std::string const& program) {
    for (auto const* extension : {".cpp", ".c"}) {
        if (auto path = sources + "/" + program + extension; std::filesystem::exists(path)) {
            return path;
        }
    }
    throw std::runtime_error{"no source of " + program};
}

void check_location(table_row const& row, program_folders const& folders,
                    std::string const& location) {
    auto const marked =
        marked_lines(source_of(folders.sources, row.at("program")), row.at("location"));
    REQUIRE_FALSE(marked.empty());
    CAPTURE(marked, location);
    CHECK(std::any_of(marked.begin(), marked.end(), [&](auto const& place) {
        return location == place || location.ends_with('/' + place);
    }));
}

void check_replay(table_row const& row, program_folders const& folders, std::string const& verdict,
                  std::string const& token) {
    REQUIRE_FALSE(token.empty());
    auto const again = heddle_replay(command_of(row, folders, token));
    CAPTURE(token, again.process.out, again.process.err);
    CHECK(again.process.exit_code == std::stoi(row.at("exit")));
    CHECK(text_of(again.report, "verdict") == verdict);
}

void check_bug(table_row const& row, program_folders const& folders, nlohmann::json const& report) {
    REQUIRE(report.contains("bug"));
    auto const& bug = report["bug"];
    auto const verdict = text_of(report, "verdict");
    CHECK(text_of(bug, "kind") == verdict);
    CHECK_FALSE(text_of(bug, "message").empty());
    if (row.at("message") != "-") {
        CHECK_THAT(lower_case(text_of(bug, "message")),
                   Catch::Contains(lower_case(row.at("message"))));
    }
    if (row.at("location") != "-") {
        check_location(row, folders, text_of(bug, "location"));
    }
    if (row.at("exit") == "1") {
        REQUIRE(bug.contains("trace"));
        CHECK_FALSE(bug["trace"].empty());
        check_replay(row, folders, verdict, text_of(bug, "replay"));
    }
}

} // namespace

std::vector<std::string> command_of(table_row const& row, program_folders const& folders,
                                    std::string const& token) {
    std::vector<std::string> command;
    auto const append = [&](std::string const& cell) {
        if (cell == "-") {
            return;
        }
        for (auto& word : words(cell)) {
            command.push_back(word);
        }
    };
    append(row.at("options"));
    if (!token.empty()) {
        command.push_back(token);
    }
    command.push_back(folders.programs + "/" + row.at("program"));
    append(row.at("arguments"));
    return command;
}

void check_row(table_row const& row, program_folders const& folders) {
    auto const run = heddle_run(command_of(row, folders), {std::chrono::seconds{120}});
    auto const& report = run.report;
    CAPTURE(row.at("arguments"), row.at("options"), run.process.out, run.process.err,
            run.process.seconds);
    REQUIRE(report.is_object());
    CAPTURE(report.dump(1));
    auto const verdict = text_of(report, "verdict");
    CHECK_THAT(alternatives(row.at("verdict")), Catch::VectorContains(verdict));
    CHECK(run.process.exit_code == std::stoi(row.at("exit")));
    CHECK(flag_of(report, "complete") == (verdict == "correct"));
    if (auto const count = row.find("executions"); count != row.end() && count->second != "-") {
        CHECK(number_of(report, "executions") == std::stoull(count->second));
    }
    bool const bug_expected = row.at("exit") == "1" || row.at("exit") == "4";
    CHECK(report.contains("bug") == bug_expected);
    if (bug_expected) {
        check_bug(row, folders, report);
    }
}

void check_that_all_are_used(std::string const& table, std::string const& sources) {
    std::vector<std::string> known;
    for (auto const& row : read_table(table)) {
        known.push_back(row.at("program"));
    }
    for (auto const& file : std::filesystem::directory_iterator{sources}) {
        CHECK_THAT(known, Catch::VectorContains(file.path().stem().string()));
    }
}

} // namespace heddle::tests
