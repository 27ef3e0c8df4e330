// The command line's contract: exit codes, messages, the shape of the reports.
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace heddle::tests;
using Catch::Contains;

namespace {

void check_usage_error(std::vector<std::string> const& arguments, std::string const& named) {
    auto const run = run_tool(arguments);
    CAPTURE(arguments, run.out, run.err);
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.err, Contains(named));
    // For people: one line, no stack of library internals.
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') <= 2);
    CHECK(run.out.empty());
}

std::size_t occurrences(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

void check_run_keys(nlohmann::json const& report) {
    for (auto const* key : {"schema", "program", "verdict", "complete", "memory_model", "strategy",
                            "executions", "blocked", "seconds"}) {
        CAPTURE(key);
        CHECK(report.contains(key));
    }
    CHECK(number_of(report, "schema") == 1);
}

} // namespace

TEST_CASE("a missing program is named", "[cli]") {
    check_usage_error({"run", "no/such/program"}, "no/such/program");
}

TEST_CASE("a file that is no program is refused", "[cli]") {
    temporary_directory const directory;
    auto const file = directory.path() + "/text";
    std::ofstream{file} << "This is not an ELF file.\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    check_usage_error({"run", file}, file);
}

TEST_CASE("an empty file is refused", "[cli]") {
    temporary_directory const directory;
    auto const file = directory.path() + "/empty";
    { std::ofstream const create{file}; }
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    check_usage_error({"run", file}, file);
}

TEST_CASE("a directory is refused", "[cli]") {
    temporary_directory const directory;
    check_usage_error({"run", directory.path()}, directory.path());
}

TEST_CASE("a program that was built without Heddle is refused", "[cli]") {
    check_usage_error({"run", PLAIN_PROGRAM}, "heddle-c++");
}

TEST_CASE("wrong command lines are refused", "[cli]") {
    check_usage_error({"run", "--no-such-flag", COUNTING_PROGRAM}, "--no-such-flag");
    check_usage_error({"run", "--strategy", "no_such_strategy", COUNTING_PROGRAM},
                      "no_such_strategy");
    check_usage_error({"run", "--memory-model", "no_such_model", COUNTING_PROGRAM},
                      "no_such_model");
    check_usage_error({"run", "--executions", "many", COUNTING_PROGRAM}, "many");
    check_usage_error({"run", "--executions", "-1", COUNTING_PROGRAM}, "-1");
    check_usage_error({"run"}, "PROGRAM");
    check_usage_error({"no_such_command"}, "no_such_command");
    check_usage_error({"check", "no/such/scenario"}, "no/such/scenario");
    check_usage_error({"run", "--json", "/no/such/directory/report.json", COUNTING_PROGRAM},
                      "/no/such/directory");
}

TEST_CASE("a replay token that is none is refused", "[cli]") {
    check_usage_error({"replay", "no-such-token", COUNTING_PROGRAM}, "token");
}

TEST_CASE("an empty token is refused, and does not mean a search", "[cli]") {
    temporary_directory const directory;
    auto const file = directory.path() + "/token";
    check_usage_error({"replay", "", COUNTING_PROGRAM}, "token");
    check_usage_error({"replay", "@" + file, COUNTING_PROGRAM}, file);
    { std::ofstream const create{file}; }
    check_usage_error({"replay", "@" + file, COUNTING_PROGRAM}, file);
}

TEST_CASE("a program that may not be executed is refused", "[cli]") {
    temporary_directory const directory;
    auto const file = directory.path() + "/program";
    std::filesystem::copy_file(COUNTING_PROGRAM, file);
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    check_usage_error({"run", file}, file);
}

TEST_CASE("commands about scenarios refuse what is not there", "[cli][scenarios]") {
    temporary_directory const directory;
    check_usage_error({"list", "no/such/*"}, "no/such/*");
    check_usage_error({"list", "--scenarios", directory.path()}, directory.path());
    check_usage_error({"check", "--scenarios", directory.path()}, directory.path());
    check_usage_error({"check", "--timeout", "-1"}, "--timeout");
    check_usage_error({"check", "--runs", "-1"}, "--runs");
    check_usage_error({"list", "--no-such-flag"}, "--no-such-flag");
    check_usage_error({"new", "--expect", "no_such_verdict", "a/b"}, "no_such_verdict");
    check_usage_error({"new"}, "NAME");
    for (auto const* name : {"", "/absolute", "../escape", "a//b", "a/", "a b", "a-b", "1a"}) {
        check_usage_error({"new", name}, name);
    }
}

TEST_CASE("a report without a bug has the agreed keys", "[cli][json]") {
    auto const run = heddle_run({"--memory-model", "sc", COUNTING_PROGRAM});
    REQUIRE(run.report.is_object());
    CHECK(run.process.exit_code == 0);
    check_run_keys(run.report);
    CHECK(text_of(run.report, "verdict") == "correct");
    CHECK(text_of(run.report, "memory_model") == "sc");
    CHECK(text_of(run.report, "strategy") == "exhaustive");
    CHECK_THAT(text_of(run.report, "program"),
               Catch::EndsWith(std::filesystem::path{COUNTING_PROGRAM}.filename()));
    CHECK_FALSE(run.report.contains("bug"));
}

TEST_CASE("a report with a bug has the agreed keys", "[cli][json]") {
    auto const run = heddle_run({BROKEN_PROGRAM});
    REQUIRE(run.report.is_object());
    CHECK(run.process.exit_code == 1);
    check_run_keys(run.report);
    REQUIRE(run.report.contains("bug"));
    auto const& bug = run.report["bug"];
    for (auto const* key : {"kind", "message", "location", "replay"}) {
        CAPTURE(key);
        CHECK_FALSE(text_of(bug, key).empty());
    }
    REQUIRE(bug.contains("trace"));
    REQUIRE_FALSE(bug["trace"].empty());
    for (auto const& step : bug["trace"]) {
        CAPTURE(step.dump());
        for (auto const* key : {"thread", "operation", "object", "location", "value"}) {
            CHECK(step.contains(key));
        }
    }
    CHECK(run.report["bug"]["kind"] == run.report["verdict"]);
}

TEST_CASE("--json - writes nothing but JSON to standard output", "[cli][json]") {
    for (auto const* program : {COUNTING_PROGRAM, BROKEN_PROGRAM, PRINTING_PROGRAM}) {
        auto const run = run_tool({"run", "--json", "-", program});
        CAPTURE(program, run.out);
        CHECK(nlohmann::json::accept(run.out));
    }
}

TEST_CASE("--json - sends the text and the program's output to standard error", "[cli][json]") {
    auto const run = run_tool({"run", "--json", "-", PRINTING_PROGRAM});
    CAPTURE(run.err);
    CHECK(occurrences(run.err, "printed by printf") == 1);
    CHECK(occurrences(run.err, "printed on stderr") == 1);
    CHECK_THAT(run.err, Contains("heddle: correct"));
}

TEST_CASE("a program's output is shown once, before Heddle's", "[cli]") {
    auto const run = run_tool({"run", PRINTING_PROGRAM});
    CAPTURE(run.out, run.err);
    CHECK(run.exit_code == 0);
    CHECK(occurrences(run.out, "printed by printf") == 1);
    CHECK(occurrences(run.out, "printed by cout") == 1);
    CHECK(occurrences(run.err, "printed on stderr") == 1);
    CHECK(run.out.starts_with("printed by"));
    CHECK(run.out.find("printed by cout") < run.out.find("correct"));
}

TEST_CASE("--quiet says nothing of its own", "[cli]") {
    auto const run = run_tool({"run", "--quiet", COUNTING_PROGRAM});
    CHECK(run.exit_code == 0);
    CHECK(run.out.empty());
    CHECK(run.err.empty());
}

TEST_CASE("a bug's text report ends with the command that replays it", "[cli]") {
    auto const run = run_tool({"run", BROKEN_PROGRAM});
    CAPTURE(run.out, run.err);
    CHECK(run.exit_code == 1);
    CHECK_THAT(run.out + run.err, Contains("heddle replay "));
}

TEST_CASE("a budget makes the search incomplete", "[cli]") {
    auto const run = heddle_run({"--executions", "2", COUNTING_PROGRAM});
    CHECK(run.process.exit_code == 3);
    CHECK(text_of(run.report, "verdict") == "incomplete");
    CHECK_FALSE(flag_of(run.report, "complete"));
    CHECK(number_of(run.report, "executions") == 2);
}

TEST_CASE("every strategy finds a shallow bug", "[cli]") {
    for (auto const* strategy : {"exhaustive", "bounded", "random", "pct", "pos", "surw"}) {
        auto const run = heddle_run(
            {"--strategy", strategy, "--seed", "1", "--executions", "1000", BROKEN_PROGRAM});
        CAPTURE(strategy, run.process.err);
        CHECK(run.process.exit_code == 1);
        CHECK(text_of(run.report, "verdict") == "data_race");
        CHECK(text_of(run.report, "strategy") == strategy);
    }
}

TEST_CASE("the same seed gives the same search", "[cli]") {
    for (auto const* strategy : {"random", "pct", "pos", "surw"}) {
        auto const search = [&] {
            return heddle_run({"--strategy", strategy, "--seed", "7", "--executions", "20",
                               BROKEN_PROGRAM})
                .report;
        };
        auto const first = search();
        auto const second = search();
        CAPTURE(strategy);
        REQUIRE(first.is_object());
        REQUIRE(second.is_object());
        CHECK(number_of(first, "executions") == number_of(second, "executions"));
        CHECK(first.value("bug", nlohmann::json{}) == second.value("bug", nlohmann::json{}));
    }
}

TEST_CASE("list names scenarios with verdict and story", "[cli][scenarios]") {
    auto const run = run_tool({"list"});
    CAPTURE(run.out, run.err);
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.out, Contains("article/"));
    CHECK_THAT(run.out, Contains("data_race"));
    CHECK_THAT(run.out, Contains("correct"));
}

TEST_CASE("check reports a scenario in the agreed shape", "[cli][scenarios][json]") {
    auto const names = nlohmann::json::parse(run_tool({"list", "--json", "-"}).out, nullptr, false);
    REQUIRE(names.is_object());
    REQUIRE_FALSE(names["scenarios"].empty());
    auto const name = names["scenarios"][0]["name"].get<std::string>();
    auto const run = run_tool({"check", name, "--json", "-"}, {std::chrono::seconds{120}, {}});
    auto const report = nlohmann::json::parse(run.out, nullptr, false);
    CAPTURE(run.out, run.err);
    CHECK(run.exit_code == 0);
    REQUIRE(report.is_object());
    CHECK(number_of(report, "schema") == 1);
    REQUIRE(report["scenarios"].size() == 1);
    auto const& scenario = report["scenarios"][0];
    CHECK(text_of(scenario, "name") == name);
    CHECK_FALSE(text_of(scenario, "expected").empty());
    CHECK(flag_of(scenario, "as_expected"));
    REQUIRE(scenario["checkers"].contains("heddle"));
    check_run_keys(scenario["checkers"]["heddle"]);
}

TEST_CASE("new writes a scenario from the template, and never over one", "[cli]") {
    temporary_directory const directory;
    std::filesystem::create_directory(directory.path() + "/scenarios");
    process_options const there{std::chrono::seconds{60}, directory.path()};
    auto const first = run_tool({"new", "queue/lost_item"}, there);
    CAPTURE(first.out, first.err);
    CHECK(first.exit_code == 0);
    std::ifstream in{directory.path() + "/scenarios/queue/lost_item.cpp"};
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    CHECK_THAT(text.str(), Contains("queue/lost_item") && Contains("heddle/scenario.hpp"));
    CHECK(run_tool({"new", "queue/lost_item"}, there).exit_code == 2);
    CHECK(run_tool({"new", "../escape"}, there).exit_code == 2);
}

TEST_CASE("new never makes a keyword or a library's name an identifier", "[cli]") {
    temporary_directory const directory;
    std::filesystem::create_directory(directory.path() + "/scenarios");
    for (std::string const name : {"class", "remove"}) {
        auto const run = run_tool({"new", name}, {std::chrono::seconds{60}, directory.path()});
        CHECK(run.exit_code == 0);
        std::ifstream in{directory.path() + "/scenarios/" + name + ".cpp"};
        std::stringstream text;
        text << in.rdbuf();
        CHECK_THAT(text.str(), !Contains("scenario " + name + "{"));
    }
}

// Its one execution has no end, and nothing that anybody could wait for.
TEST_CASE("an interrupted search that does not come to its end is ended", "[cli]") {
    auto const run = run_process({"/usr/bin/timeout", "--preserve-status", "--signal=TERM", "1",
                                  HEDDLE_TOOL_PATH, "run", "--watchdog", "1000", ENDLESS_PROGRAM},
                                 {std::chrono::seconds{60}});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 3);
    CHECK_THAT(run.out + run.err, Catch::Contains("incomplete"));
}

TEST_CASE("every execution reads the same input", "[cli]") {
    auto const how = GENERATE("stream", "unsynchronized", "stdio", "descriptor");
    auto const from = GENERATE("pipe", "file");
    auto const verdict_for = [&](std::string const& number) {
        std::string const tool = std::string{HEDDLE_TOOL_PATH} + " run " INPUT_PROGRAM " " + how;
        std::string const command = from == std::string{"pipe"}
                                        ? "echo " + number + " | " + tool
                                        : "echo " + number + " > input && " + tool + " < input";
        return run_process({"/bin/sh", "-c",
                            "d=$(mktemp -d) && cd $d && " + command + "; s=$?; rm -r $d; exit $s"});
    };
    auto const any = verdict_for("0");
    CHECK(any.exit_code == 0);
    CHECK_THAT(any.out, Contains("2 executions, every one"));
    // Either number is stored last in one of two executions: whichever comes second has read it,
    // too.
    for (std::string const number : {"1", "2"}) {
        auto const run = verdict_for(number);
        CHECK(run.exit_code == 1);
        CHECK_THAT(run.out, Contains("last == number"));
    }
}

TEST_CASE("a library that HEDDLE_PRELOAD names is there when the search begins", "[cli]") {
    auto const load = [](std::string const& preloaded) {
        return run_process(
            {"/bin/sh", "-c", preloaded + " exec " HEDDLE_TOOL_PATH " run " LOADING_PROGRAM});
    };
    auto const refused = load("");
    CHECK(refused.exit_code == 4);
    CHECK_THAT(refused.out, Contains("libresolv.so.2") && Contains("HEDDLE_PRELOAD"));
    auto const run = load("HEDDLE_PRELOAD=libresolv.so.2");
    CAPTURE(run.out, run.err);
    CHECK(run.exit_code == 0);
}

TEST_CASE("too little room for the search is not the program's fault", "[cli]") {
    std::string const limit = GENERATE("4000000", "300000000"); // KiB: for the heap, for all of it
    auto const run =
        run_process({"/bin/sh", "-c",
                     "ulimit -v " + limit + " && exec " HEDDLE_TOOL_PATH " run " COUNTING_PROGRAM});
    CAPTURE(limit, run.out, run.err);
    CHECK(run.exit_code == 4);
    CHECK_THAT(run.out, Contains("addresses"));
}
