// The engine against the axioms: it visits exactly the consistent graphs of a program, each once.
// RC_PARAMS="max_success=N seed=S" in the environment sets how many programs, and which.
#include "reference/engine_driver.hpp"
#include "reference/random_program.hpp"
#include "reference/rc11_enumerator.hpp"
#include "support/litmus_text.hpp"
#include "support/table.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace heddle::tests;

namespace {

/// Graphs that brute force judges in a moment.
constexpr double most_candidates = 100'000;

/// What is wrong with a search, in words; empty if nothing is.
std::string mistakes(visited_graphs visited, std::vector<std::string> const& expected) {
    std::string text;
    auto& seen = visited.executions;
    std::sort(seen.begin(), seen.end());
    if (!visited.exhausted) {
        text += "the search did not come to its end; ";
    }
    if (visited.unfinished != 0) {
        text += std::to_string(visited.unfinished) + " unfinished executions; ";
    }
    if (auto const twice = std::adjacent_find(seen.begin(), seen.end()); twice != seen.end()) {
        text += "visited twice: " + *twice + "; ";
        seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    }
    std::vector<std::string> missing;
    std::set_difference(expected.begin(), expected.end(), seen.begin(), seen.end(),
                        std::back_inserter(missing));
    std::vector<std::string> surplus;
    std::set_difference(seen.begin(), seen.end(), expected.begin(), expected.end(),
                        std::back_inserter(surplus));
    if (!missing.empty()) {
        text += std::to_string(missing.size()) + " not visited, such as " + missing.front() + "; ";
    }
    if (!surplus.empty()) {
        text += std::to_string(surplus.size()) + " not consistent, such as " + surplus.front();
    }
    return text;
}

/// Under both memory models, in the strategy's order, in another one, and in parts.
std::string mistakes_in(litmus_program const& program, std::uint32_t other_order) {
    auto const expected = sets_of_graphs(program);
    std::string text;
    for (std::uint32_t const order : {std::uint32_t{0}, other_order}) {
        auto const in_order = order == 0 ? ": " : " in order " + std::to_string(order) + ": ";
        if (auto const m =
                mistakes(explore_with_engine(program, model::rc11, order), expected.rc11);
            !m.empty()) {
            text += "rc11" + in_order + m + "\n";
        }
        if (auto const m = mistakes(explore_with_engine(program, model::sc, order), expected.sc);
            !m.empty()) {
            text += "sc" + in_order + m + "\n";
        }
    }
    auto const rarity = 1 + other_order % 8;
    if (auto const m = mistakes(explore_in_parts(program, model::rc11, rarity), expected.rc11);
        !m.empty()) {
        text += "rc11 in parts (" + std::to_string(rarity) + "): " + m + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("litmus programs are written as they are read", "[exploration]") {
    CHECK(rc::check("parse after to_text is the identity", [] {
        auto const text = to_text((*random_programs(8)).build());
        RC_ASSERT(to_text(parse_litmus(text)) == text);
    }));
}

TEST_CASE("the engine visits the executions of the oracle's programs", "[exploration]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        CAPTURE(row.at("name"), row.at("program"));
        CHECK(mistakes_in(parse_litmus(row.at("program")), 1).empty());
    }
}

TEST_CASE("a search can be divided", "[exploration]") {
    auto const program = parse_litmus("x=0 | Ax1.rlx | Ax1.rlx | Ax1.rlx | Ax1.rlx | Rx.rlx");
    auto const visited = explore_in_parts(program, model::rc11, 3);
    CHECK(visited.parts > 5);
    CHECK(mistakes(visited, sets_of_graphs(program).rc11).empty());
}

TEST_CASE("descents tell how many executions there are", "[exploration]") {
    for (auto const& row : read_table(ORACLE_TABLE)) {
        for (auto const which : {model::rc11, model::sc}) {
            double const executions = std::stod(row.at(which == model::sc ? "sc" : "rc11"));
            auto const found = probe_with_engine(parse_litmus(row.at("program")), which, 2000);
            double mean = 0;
            double squares = 0;
            for (auto const f : found) {
                mean += f / 2000;
                squares += f * f / 2000;
            }
            auto const error = std::sqrt(std::max(0.0, squares - mean * mean) / 2000);
            CAPTURE(row.at("name"), row.at("program"), executions, mean, error);
            CHECK(std::abs(mean - executions) < 5 * error + 1e-6);
        }
    }
}

TEST_CASE("the engine visits the executions of random programs", "[exploration][random]") {
    CHECK(rc::check("the graphs visited are the consistent ones, each once", [] {
        auto const program = (*random_programs(8)).build();
        RC_PRE(candidates(program) <= most_candidates);
        auto const wrong = mistakes_in(program, *rc::gen::inRange<std::uint32_t>(1, 1000));
        if (!wrong.empty()) {
            RC_FAIL(to_text(program) + "\n" + wrong);
        }
    }));
}
