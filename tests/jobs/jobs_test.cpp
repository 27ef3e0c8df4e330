// A search in several processes: the same executions, the same bugs, and no way to lose any.
#include "jobs/search_processes.hpp"
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <set>
#include <thread>

using namespace heddle::tests;

namespace {

std::size_t times(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

/// Runs the tool on a search of many minutes, and `interfere` once it has more than one process.
heddle_result run_with(char const* unique_argument,
                       void (*interfere)(std::vector<search_process> const&)) {
    auto const program = std::filesystem::canonical(TICKET_ORDERS).string();
    std::atomic<bool> over{false};
    bool interfered = false;
    std::thread other{[&] {
        while (!over) {
            auto const processes = processes_of(program, unique_argument);
            if (processes.size() >= 2) {
                std::this_thread::sleep_for(std::chrono::milliseconds{300});
                interfere(processes_of(program, unique_argument));
                interfered = true;
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }};
    auto result = heddle_run({"--jobs", "2", TICKET_ORDERS, "12", "0", unique_argument},
                             {std::chrono::seconds{120}});
    over = true;
    other.join();
    CHECK(interfered);
    CHECK_FALSE(result.process.timed_out);
    return result;
}

} // namespace

TEST_CASE("as many executions in several processes as in one", "[jobs]") {
    auto const jobs = GENERATE("1", "2", "3", "5");
    for (auto const& row : read_table(BENCH_TABLE)) {
        if (!std::set<std::string>{"inc-8", "casrot-12", "lastzero-15", "writers-8", "lockinc-8",
                                   "ticketlock-8"}
                 .contains(row.at("name"))) {
            continue;
        }
        auto const run = heddle_run({"--jobs", jobs, "--quiet", BENCH_PROGRAM, row.at("name")},
                                    {std::chrono::seconds{300}});
        CAPTURE(jobs, row.at("name"), run.process.err);
        CHECK(run.process.exit_code == 0);
        CHECK(text_of(run.report, "verdict") == "correct");
        CHECK(flag_of(run.report, "complete"));
        CHECK(number_of(run.report, "executions") == std::stoull(row.at("executions")));
        if (row.at("blocked") == "no") {
            CHECK(number_of(run.report, "blocked") == 0);
        }
    }
}

TEST_CASE("threads that have the number of one before them are told apart", "[jobs]") {
    auto const jobs = GENERATE("1", "2");
    auto const model = GENERATE("rc11", "sc");

    struct expectation {
        char const* first;
        char const* second;
        std::uint64_t executions; // the orders of their updates, which are in order each
    };

    for (auto const& expected : {expectation{"1", "1", 2}, expectation{"4", "3", 35},
                                 expectation{"10", "2", 66}, expectation{"8", "8", 12'870}}) {
        auto const run = heddle_run({"--jobs", jobs, "--memory-model", model, THREADS_ONE_BY_ONE,
                                     expected.first, expected.second});
        CAPTURE(jobs, model, expected.first, expected.second, run.process.out, run.process.err);
        CHECK(flag_of(run.report, "complete"));
        CHECK(number_of(run.report, "executions") == expected.executions);
    }
}

TEST_CASE("a bug is found in whichever process", "[jobs]") {
    for (auto const culprits : {"1", "2"}) {
        auto const run = heddle_run({"--jobs", "3", TICKET_ORDERS, "9", culprits});
        CAPTURE(culprits, run.process.out, run.process.err);
        CHECK(run.process.exit_code == 1);
        CHECK(text_of(run.report, "verdict") == "assertion_failed");
        CHECK_FALSE(flag_of(run.report, "complete"));
        REQUIRE(run.report.contains("bug"));
        CHECK(times(run.process.out, "tickets, please") == 1);
        CHECK(times(run.process.out, culprits == std::string{"1"} ? "first bug" : "second bug") >=
              1);
        auto const again = heddle_replay(
            {run.report["bug"]["replay"].get<std::string>(), TICKET_ORDERS, "9", culprits});
        CHECK(again.process.exit_code == 1);
        CHECK(text_of(again.report, "verdict") == "assertion_failed");
    }
}

TEST_CASE("with --keep-going all processes go on, and each bug is told once", "[jobs]") {
    auto const run = heddle_run({"--jobs", "3", "--keep-going", TICKET_ORDERS, "8", "3"});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 1);
    CHECK(number_of(run.report, "executions") == 40320);
    REQUIRE(run.report.contains("bugs"));
    CHECK(run.report["bugs"].size() == 2);
    CHECK(times(run.process.out, "tickets, please") == 1);
}

TEST_CASE("all processes share one budget of executions", "[jobs]") {
    auto const run = heddle_run({"--jobs", "3", "--executions", "30001", TICKET_ORDERS, "9"});
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") == 30001);
    CHECK(text_of(run.report, "verdict") == "incomplete");
    CHECK(run.process.out.find("the budget of executions was used up") != std::string::npos);
}

TEST_CASE("a budget that is just enough leaves nothing out", "[jobs]") {
    auto const run = heddle_run({"--jobs", "3", "--executions", "40320", TICKET_ORDERS, "8"});
    CAPTURE(run.process.out);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == 40320);
}

TEST_CASE("a process that ends unseen takes the verdict `correct` with it", "[jobs]") {
    auto const run = heddle_run({"--jobs", "3", TICKET_ORDERS, "8", "1", "exit"});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code != 0);
    CHECK(text_of(run.report, "verdict") != "correct");
    CHECK_FALSE(flag_of(run.report, "complete"));
}

TEST_CASE("a process that crashes is the program's crash", "[jobs]") {
    auto const jobs = GENERATE("1", "3");
    auto const run = heddle_run({"--jobs", jobs, TICKET_ORDERS, "8", "1", "signal"});
    CAPTURE(jobs, run.process.out, run.process.err);
    CHECK(run.process.exit_code == 1);
    CHECK(text_of(run.report, "verdict") == "crash");
}

TEST_CASE("a look at how large the tree is changes nothing", "[jobs]") {
    auto const jobs = GENERATE("1", "2");
    auto const run = heddle_run({"--jobs", jobs, "--progress", "always", TICKET_ORDERS, "9"});
    CAPTURE(jobs, run.process.out, run.process.err);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == 362880);
    CHECK(number_of(run.report, "blocked") == 0);
    CHECK(run.process.err.find("executions (") != std::string::npos);
}

TEST_CASE("a program that uses files does not run beside itself", "[jobs]") {
    temporary_directory const directory;
    auto const file = directory.path() + "/file";
    auto const run = heddle_run({"--jobs", "3", "--progress", "always", OWN_FILE, "7", file});
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 0);
    CHECK(number_of(run.report, "executions") == 5040);
    CHECK(run.process.out.find("--jobs: one process explores") != std::string::npos);
}

TEST_CASE("all processes keep to the budget of time", "[jobs]") {
    auto const run = heddle_run({"--jobs", "3", "--time", "1", TICKET_ORDERS, "12"});
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") > 0);
    CHECK(run.process.out.find("the budget of time was used up") != std::string::npos);
}

TEST_CASE("an interrupted search reports what it has", "[jobs]") {
    auto const run = run_with("interrupted", [](auto const& processes) {
        kill(processes.front().parent, SIGINT); // the tool
    });
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") > 0);
    CHECK(run.process.out.find("interrupted") != std::string::npos);
}

TEST_CASE("a search that loses a part is not complete", "[jobs]") {
    auto const run = run_with("bereft", [](auto const& processes) {
        for (auto const& each : made_by_first(processes)) {
            kill(each.number, SIGKILL); // those that would begin its part again, too
        }
    });
    CAPTURE(run.process.out, run.process.err);
    CHECK(run.process.exit_code == 3);
    CHECK(number_of(run.report, "executions") > 0);
    CHECK(text_of(run.report, "verdict") == "incomplete");
    CHECK(run.process.out.find("ended by signal 9") != std::string::npos);
    CHECK(processes_of(std::filesystem::canonical(TICKET_ORDERS).string(), "bereft").empty());
}

TEST_CASE("a strategy that draws executions says that it uses one process", "[jobs]") {
    auto const run = heddle_run(
        {"--jobs", "2", "--strategy", "random", "--executions", "10", TICKET_ORDERS, "3"});
    CHECK(run.process.exit_code == 3);
    CHECK(run.process.out.find("explores in one process") != std::string::npos);
}
