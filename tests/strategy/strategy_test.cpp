// The strategies besides the exhaustive one: what they find, what they must not claim, and that a
// seed and a token repeat what they did.
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace heddle::tests;
using Catch::Contains;

namespace {

using command = std::vector<std::string>;

std::vector<std::string> const sampling{"random", "pct", "pos", "surw"};

struct planted {
    char const* program;
    char const* verdict;
};

/// Each has a twin without the bug, which its argument "fixed" selects.
std::vector<planted> const bugs{
    {"data_race", "data_race"},
    {"data_race_publication", "data_race"},
    {"deadlock_ab_ba", "deadlock"},
    {"deadlock_lost_wakeup", "deadlock"},
    {"livelock", "livelock"},
    {"livelock_two_spinners", "livelock"},
    {"assertion_failed", "assertion_failed"},
    {"uncaught_in_thread", "uncaught_exception"},
    {"use_after_free", "use_after_free"},
    {"memory_leak", "memory_leak"},
};

std::string path_of(std::string const& program) {
    return std::string{VERDICT_PROGRAMS "/"} + program;
}

command operator+(command a, command const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

heddle_result sample(std::string const& strategy, std::string const& seed,
                     std::string const& executions, command const& program) {
    return heddle_run(command{"--strategy", strategy, "--seed", seed, "--executions", executions} +
                      program);
}

heddle_result run_bounded(std::string const& preemptions, command const& rest) {
    return heddle_run(command{"--strategy", "bounded", "--preemptions", preemptions} + rest);
}

void check_found(heddle_result const& run, planted const& bug) {
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 1);
    CHECK(text_of(run.report, "verdict") == bug.verdict);
    CHECK_FALSE(flag_of(run.report, "complete"));
    REQUIRE(run.report.contains("bug"));
    auto const token = text_of(run.report["bug"], "replay");
    auto const again = heddle_replay({token, path_of(bug.program)});
    CAPTURE(token, again.process.out, again.process.err);
    CHECK(again.process.exit_code == 1);
    CHECK(text_of(again.report, "verdict") == bug.verdict);
}

} // namespace

TEST_CASE("a strategy that samples finds planted bugs, and their tokens replay", "[strategy]") {
    for (auto const& strategy : sampling) {
        for (auto const& bug : bugs) {
            DYNAMIC_SECTION(strategy << ' ' << bug.program) {
                auto const run = sample(strategy, "1", "2000", {path_of(bug.program)});
                CHECK(text_of(run.report, "strategy") == strategy);
                check_found(run, bug);
            }
        }
    }
}

TEST_CASE("a strategy that samples is silent where there is no bug", "[strategy]") {
    for (auto const& strategy : sampling) {
        for (auto const& bug : bugs) {
            DYNAMIC_SECTION(strategy << ' ' << bug.program) {
                auto const run = sample(strategy, "3", "300", {path_of(bug.program), "fixed"});
                CAPTURE(run.process.out, run.process.err);
                CHECK(run.process.exit_code == 3);
                CHECK(text_of(run.report, "verdict") == "incomplete");
                CHECK_FALSE(flag_of(run.report, "complete"));
                CHECK_THAT(text_of(run.report, "incomplete_reason"),
                           Contains("300 executions were sampled") && Contains("seed 3"));
                CHECK(number_of(run.report, "seed") == 3);
            }
        }
    }
}

TEST_CASE("what is sampled are executions that there are", "[strategy]") {
    for (auto const* model : {"rc11", "sc"}) {
        for (auto const& row : read_table(ORACLE_TABLE)) {
            auto const executions = std::stoull(row.at(model));
            if (executions < 7 || executions > 9) continue;
            for (auto const& strategy : sampling) {
                DYNAMIC_SECTION(model << ' ' << strategy << ' ' << row.at("name")) {
                    auto const run =
                        sample(strategy, "5", "1000",
                               {"--memory-model", model, LITMUS_PROGRAM, row.at("program")});
                    CHECK(run.process.exit_code == 3);
                    CHECK(number_of(run.report, "executions") <= executions);
                    CHECK(number_of(run.report, "executions") > executions / 2);
                    CHECK(number_of(run.report, "blocked") == 0);
                }
            }
        }
    }
}

TEST_CASE("without a budget a strategy that samples has one of its own", "[strategy]") {
    auto const run = heddle_run({"--strategy", "random", path_of("data_race"), "fixed"});
    CHECK(run.process.exit_code == 3);
    CHECK_THAT(text_of(run.report, "incomplete_reason"), Contains("10000 executions were sampled"));
}

TEST_CASE("the same seed gives the same token", "[strategy]") {
    for (auto const& strategy : sampling) {
        for (auto const* program : {"data_race", "deadlock_ab_ba", "livelock_two_spinners"}) {
            auto const token = [&] {
                auto const run = sample(strategy, "11", "2000", {path_of(program)});
                return text_of(run.report.value("bug", nlohmann::json::object()), "replay") + ' ' +
                       std::to_string(number_of(run.report, "executions"));
            };
            CAPTURE(strategy, program);
            CHECK(token() == token());
        }
    }
}

TEST_CASE("bounded has every execution, once, when the bound is large", "[strategy]") {
    for (auto const* model : {"rc11", "sc"}) {
        for (auto const& row : read_table(ORACLE_TABLE)) {
            DYNAMIC_SECTION(model << ' ' << row.at("name")) {
                auto const run = run_bounded(
                    "1000", {"--memory-model", model, LITMUS_PROGRAM, row.at("program")});
                CAPTURE(run.process.out, run.process.err);
                CHECK(run.process.exit_code == 0);
                CHECK(text_of(run.report, "verdict") == "correct");
                CHECK(flag_of(run.report, "complete"));
                CHECK(number_of(run.report, "executions") == std::stoull(row.at(model)));
                CHECK(number_of(run.report, "blocked") == 0);
            }
        }
    }
}

TEST_CASE("bounded has no more executions than there are", "[strategy]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        for (auto const* model : {"rc11", "sc"}) {
            auto const* const preemptions = std::string{model} == "sc" ? "1" : "0";
            auto const run = run_bounded(
                preemptions, {"--memory-model", model, LITMUS_PROGRAM, row.at("program")});
            CAPTURE(model, row.at("name"), preemptions, run.process.out);
            auto const executions = number_of(run.report, "executions");
            CHECK(executions <= std::stoull(row.at(model)));
            CHECK(executions >= 1);
            // Whoever says that nothing was left out must be right.
            if (flag_of(run.report, "complete")) CHECK(executions == std::stoull(row.at(model)));
            CHECK(run.process.exit_code == (flag_of(run.report, "complete") ? 0 : 3));
        }
    }
}

TEST_CASE("bounded finds planted bugs, and their tokens replay", "[strategy]") {
    for (auto const& bug : bugs) {
        DYNAMIC_SECTION(bug.program) {
            check_found(run_bounded("2", {path_of(bug.program)}), bug);
        }
    }
}

TEST_CASE("bounded agrees with the exhaustive strategy on programs without bugs", "[strategy]") {
    for (auto const& bug : bugs) {
        DYNAMIC_SECTION(bug.program) {
            auto const all = heddle_run({path_of(bug.program), "fixed"});
            auto const run = run_bounded("1000", {path_of(bug.program), "fixed"});
            CAPTURE(run.process.out, run.process.err);
            CHECK(run.process.exit_code == 0);
            CHECK(text_of(run.report, "verdict") == "correct");
            CHECK(number_of(run.report, "executions") == number_of(all.report, "executions"));
        }
    }
}

TEST_CASE("bounded agrees with the exhaustive strategy on locks", "[strategy]") {
    for (auto const* program : {
             "La Wx1 Ua | La Rx Ua",
             "La Wx1 Ua | La Wx2 Ua | La Rx Ua",
             "La Wx1 Ua Wy1 | Ta Rx Ua Ry",
             "Ta Wx1 Ua | Ta Rx Ua | La Wx2 Ua",
             "La Lb Wx1 Ub Ua | La Lb Rx Ub Ua",
             "La Lb Ub Ua | Lb La Ua Ub",
             "La Wx1 Ua Wy1 | Lb Ry Ub La Rx Ua",
             "La N Ua | La B Ua",
             "La Pa Ua | La N Ua",
             "La Ua N | Ta B Ua | La Ua",
         }) {
        for (auto const* model : {"rc11", "sc"}) {
            auto const all = heddle_run({"--memory-model", model, LOCK_LITMUS_PROGRAM, program});
            auto const run =
                run_bounded("1000", {"--memory-model", model, LOCK_LITMUS_PROGRAM, program});
            CAPTURE(program, model, run.process.out, run.process.err);
            auto const verdict = text_of(all.report, "verdict");
            CHECK(text_of(run.report, "verdict") == verdict);
            CHECK(flag_of(run.report, "complete") == flag_of(all.report, "complete"));
            if (verdict == "correct")
                CHECK(number_of(run.report, "executions") == number_of(all.report, "executions"));
        }
    }
}

TEST_CASE("a deadlock that needs a preemption is not found without one", "[strategy]") {
    auto const none = run_bounded("0", {path_of("deadlock_ab_ba")});
    CAPTURE(none.process.out, none.process.err);
    CHECK(none.process.exit_code == 3);
    CHECK(text_of(none.report, "verdict") == "incomplete");
    CHECK_FALSE(flag_of(none.report, "complete"));
    CHECK_THAT(text_of(none.report, "incomplete_reason"), Contains("more than 0 preemptions"));
    CHECK(run_bounded("1", {path_of("deadlock_ab_ba")}).process.exit_code == 1);
}

TEST_CASE("what nobody wrote makes no execution of its own", "[strategy]") {
    for (auto const* strategy : {"exhaustive", "bounded"}) {
        auto const report =
            heddle_run({"--strategy", strategy, "--preemptions", "99", DEAD_WORDS}).report;
        CAPTURE(strategy);
        CHECK(flag_of(report, "complete"));
        CHECK(number_of(report, "executions") == 2);
    }
}
