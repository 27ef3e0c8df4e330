// The engine's counts of atomic programs against the axioms, applied by brute force.
#include "reference/generators.hpp"
#include "reference/rc11_enumerator.hpp"
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

TEST_CASE("the enumerator agrees with the oracle", "[reference]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        CAPTURE(row.at("name"), row.at("program"));
        auto const counts = count_graphs(parse_litmus(row.at("program")));
        CHECK(counts.rc11 == std::stoull(row.at("rc11")));
        CHECK(counts.sc == std::stoull(row.at("sc")));
    }
}

TEST_CASE("the engine agrees with the enumerator on random programs", "[reference][engine]") {
    for (auto const seed : seeds(300)) {
        auto const program = random_litmus_program(seed, false);
        auto const counts = count_graphs(parse_litmus(program));
        for (auto const& [model, expected] :
             {std::pair{"rc11", counts.rc11}, std::pair{"sc", counts.sc}}) {
            CAPTURE(seed, model, program);
            auto const run =
                run_tool({"run", "--json", "-", "--memory-model", model, LITMUS_PROGRAM, program});
            auto const report = nlohmann::json::parse(run.out, nullptr, false);
            CAPTURE(run.err);
            CHECK(text_of(report, "verdict") == "correct");
            CHECK(flag_of(report, "complete"));
            CHECK(number_of(report, "executions") == expected);
            CHECK(number_of(report, "blocked") == 0);
        }
    }
}

namespace {

/// How many executions there are, those with bugs among them.
std::uint64_t all_executions(std::string const& program, std::string const& model,
                             std::vector<std::string> const& options) {
    std::vector<std::string> command{"run", "--json", "-", "--keep-going", "--memory-model", model};
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {LITMUS_PROGRAM, program});
    auto const report = nlohmann::json::parse(run_tool(command).out, nullptr, false);
    return number_of(report, "executions");
}

} // namespace

TEST_CASE("the engine agrees with the enumerator on random spin loops", "[reference][engine]") {
    for (auto const seed : seeds(300)) {
        auto const program = random_litmus_program(seed, true);
        auto const counts = count_graphs(parse_litmus(program));

        struct expectation {
            char const* model;
            std::uint64_t executions;
            bool livelock;
        };

        for (auto const& expected : {expectation{"rc11", counts.rc11, counts.rc11_livelock},
                                     expectation{"sc", counts.sc, counts.sc_livelock}}) {
            CAPTURE(seed, expected.model, program);
            auto const run = run_tool(
                {"run", "--json", "-", "--memory-model", expected.model, LITMUS_PROGRAM, program});
            auto const report = nlohmann::json::parse(run.out, nullptr, false);
            CAPTURE(run.err);
            CHECK(text_of(report, "verdict") == (expected.livelock ? "livelock" : "correct"));
            if (!expected.livelock) {
                CHECK(flag_of(report, "complete"));
                CHECK(number_of(report, "executions") == expected.executions);
            } else if (seed % 3 == 0) {
                // Each livelock once, too: as often as the search by context switches finds it.
                CHECK(all_executions(program, expected.model, {}) ==
                      all_executions(program, expected.model,
                                     {"--strategy", "bounded", "--preemptions", "99"}));
            }
        }
    }
}
