// Processes of a search are killed: their parts are explored again, and the result is as if nothing
// had happened.
#include "jobs/search_processes.hpp"
#include "support/heddle_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

using namespace heddle::tests;
using namespace std::chrono_literals;

namespace {

using processes = std::vector<search_process>;

/// Kills some of the processes that are not the first; says how many.
using killer = std::function<int(processes const&)>;

constexpr std::uint64_t orders_of_9 = 362'880;

struct disturbed {
    heddle_result run;
    int kills = 0;
    bool leaves_processes = false;
};

/// Runs the tool with `command`, whose last word is one that no other test uses, and sends a
/// `killer` around at intervals for as long as that runs.
disturbed run_disturbed(char const* program_path, std::vector<std::string> const& command,
                        std::chrono::milliseconds interval, killer const& kill_some) {
    auto const program = std::filesystem::canonical(program_path).string();
    disturbed result;
    std::atomic<bool> over{false};
    std::thread other{[&] {
        while (!over) {
            std::this_thread::sleep_for(interval);
            result.kills += kill_some(made_by_first(processes_of(program, command.back())));
        }
    }};
    result.run = heddle_run(command, {300s});
    over = true;
    other.join();
    result.leaves_processes = !processes_of(program, command.back()).empty();
    return result;
}

int end(search_process const& process) {
    return kill(process.number, SIGKILL) == 0 ? 1 : 0;
}

int kill_workers(processes const& all) {
    int kills = 0;
    for (auto const& each : all) {
        kills += each.explores ? end(each) : 0;
    }
    return kills;
}

/// One worker at a time, the oldest and the youngest by turns.
killer one_worker(int most) {
    return [most, kills = 0](processes all) mutable {
        std::erase_if(all, [](auto const& each) { return !each.explores; });
        if (all.empty() || kills == most) {
            return 0;
        }
        ++kills;
        return end(kills % 2 == 0 ? all.front() : all.back());
    };
}

/// A process that keeps a state, and what it was kept for at a time when there should be another.
killer keeper_and_worker() {
    return [turn = 0](processes all) mutable {
        bool const workers = ++turn % 2 == 0;
        std::erase_if(all, [&](auto const& each) { return each.explores != workers; });
        return all.empty() ? 0 : end(all.front());
    };
}

} // namespace

TEST_CASE("the part of a killed process is explored again", "[killed]") {
    auto const jobs = GENERATE("2", "3", "4");
    auto const most = GENERATE(1, 3, 1000);
    auto const [run, kills, leaves_processes] =
        run_disturbed(TICKET_ORDERS, {"--jobs", jobs, TICKET_ORDERS, "9", "0", "", "killed"}, 250ms,
                      one_worker(most));
    CAPTURE(jobs, most, kills, run.process.out, run.process.err);
    CHECK(kills > 0);
    CHECK(run.process.exit_code == 0);
    CHECK(text_of(run.report, "verdict") == "correct");
    CHECK(flag_of(run.report, "complete"));
    CHECK(number_of(run.report, "executions") == orders_of_9);
    CHECK(number_of(run.report, "blocked") == 0);
    CHECK_FALSE(leaves_processes);
    auto const alone = heddle_run({TICKET_ORDERS, "9"});
    CHECK(number_of(run.report, "events") == number_of(alone.report, "events"));
}

TEST_CASE("all workers are killed at once, and divide their parts in between", "[killed]") {
    auto const [run, kills, leaves_processes] =
        run_disturbed(TICKET_ORDERS, {"--jobs", "5", TICKET_ORDERS, "9", "0", "", "divided"}, 300ms,
                      kill_workers);
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 1);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == orders_of_9);
    CHECK(flag_of(run.report, "complete"));
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("a killed keeper is replaced", "[killed]") {
    auto const [run, kills, leaves_processes] =
        run_disturbed(TICKET_ORDERS, {"--jobs", "3", TICKET_ORDERS, "9", "0", "", "unkept"}, 200ms,
                      keeper_and_worker());
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 1);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == orders_of_9);
    CHECK(flag_of(run.report, "complete"));
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("what a killed process has found is told once", "[killed]") {
    auto const [run, kills, leaves_processes] = run_disturbed(
        TICKET_ORDERS, {"--jobs", "3", "--keep-going", TICKET_ORDERS, "8", "3", "", "findings"},
        100ms, one_worker(1000));
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 0);
    CHECK(run.process.exit_code == 1);
    CHECK(number_of(run.report, "executions") == 40'320);
    REQUIRE(run.report.contains("bugs"));
    CHECK(run.report["bugs"].size() == 2);
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("executions that a killed process has used up are given back", "[killed]") {
    auto const [run, kills, leaves_processes] = run_disturbed(
        TICKET_ORDERS,
        {"--jobs", "3", "--executions", "300001", TICKET_ORDERS, "9", "0", "", "budget"}, 250ms,
        one_worker(1000));
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 0);
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") == 300'001);
    CHECK(run.process.out.find("the budget of executions was used up") != std::string::npos);
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("a budget that is just enough is so when processes are killed", "[killed]") {
    auto const [run, kills, leaves_processes] = run_disturbed(
        TICKET_ORDERS,
        {"--jobs", "3", "--executions", "362880", TICKET_ORDERS, "9", "0", "", "enough"}, 250ms,
        one_worker(1000));
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 0);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == orders_of_9);
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("outcomes of a killed process are counted once", "[killed]") {
    auto const [run, kills, leaves_processes] =
        run_disturbed(TICKET_OUTCOMES, {"--jobs", "3", TICKET_OUTCOMES, "9", "outcomes"}, 250ms,
                      one_worker(1000));
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills > 0);
    CHECK(run.process.exit_code == 0);
    REQUIRE(run.report.contains("outcomes"));
    CHECK(run.report["outcomes"].size() == 9);
    for (auto const& each : run.report["outcomes"]) {
        CHECK(number_of(each, "executions") == 40'320);
    }
    CHECK_FALSE(leaves_processes);
}

TEST_CASE("a part whose processes are killed at once, again and again, is given up", "[killed]") {
    auto const [run, kills, leaves_processes] =
        run_disturbed(TICKET_ORDERS, {"--jobs", "2", TICKET_ORDERS, "12", "0", "", "again"}, 1ms,
                      [](processes const& all) { return all.size() < 2 ? 0 : end(all.back()); });
    CAPTURE(kills, run.process.out, run.process.err);
    CHECK(kills >= 3);
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") > 0);
    CHECK(text_of(run.report, "verdict") == "incomplete");
    CHECK(run.process.out.find("ended by signal 9 (Killed), and those that took its place were, "
                               "too") != std::string::npos);
    CHECK_FALSE(leaves_processes);
}
