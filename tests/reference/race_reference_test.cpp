// Race detection against its definition [C++20 intro.races 21]: two conflicting accesses, one of
// them plain, that no happens-before orders in some consistent execution.
#include "reference/random_program.hpp"
#include "reference/rc11_enumerator.hpp"
#include "support/heddle_run.hpp"
#include "support/litmus_text.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;

namespace {

constexpr double most_candidates = 20'000;

std::string name_of(action kind) {
    switch (kind) {
    case action::load: return "load";
    case action::store: return "store";
    case action::fetch_add: return "fetch_add";
    case action::exchange: return "exchange";
    case action::compare_exchange: return "compare_exchange";
    case action::plain_load: return "read";
    case action::plain_store: return "write";
    default: return "";
    }
}

/// The operations of the program that an access in the report may be.
std::vector<place_in_program> accesses_like(litmus_program const& program,
                                            nlohmann::json const& access) {
    // "…::memory" is the first location, "…::memory+4" the second.
    auto const object = access["object"].get<std::string>();
    auto const plus = object.rfind('+');
    auto const location =
        plus == std::string::npos ? 0 : std::stoul(object.substr(plus + 1)) / sizeof(int);
    auto const thread = access["thread"].get<std::size_t>() - 1; // the first is main
    std::vector<place_in_program> result;
    for (std::size_t i = 0; i != program.thread[thread].size; ++i) {
        auto const& code = program.thread[thread].code[i];
        if (code.location == location && name_of(code.kind) == access["operation"]) {
            result.push_back({thread, i});
        }
    }
    return result;
}

bool names_one_of(std::set<access_pair> const& races, litmus_program const& program,
                  nlohmann::json const& report) {
    auto const& accesses = report["bug"]["accesses"];
    for (auto const& a : accesses_like(program, accesses[0])) {
        for (auto const& b : accesses_like(program, accesses[1])) {
            if (races.contains(std::minmax(a, b))) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

TEST_CASE("the definition finds the races that can be seen by hand", "[races]") {
    auto const races = [](char const* text) { return racing_pairs(parse_litmus(text)); };
    CHECK(races("p=0 | qp1 | pp") ==
          std::set{access_pair{place_in_program{0, 0}, place_in_program{1, 0}}});
    CHECK(races("p=0 | pp | pp").empty());
    CHECK(races("x=0 | Wx1.rlx | px").size() == 1);
    CHECK(races("x=0 | Rx.rlx | px").empty());
    CHECK(races("x=0 p=0 | qp1 Wx1.rel | Rx.acq ?0=1:pp").empty());
    CHECK(races("x=0 p=0 | qp1 Wx1.rel | Rx.rlx ?0=1:pp").size() == 1);
    CHECK(races("x=0 p=0 | qp1 Wx1.rel | Rx.acq pp").size() == 1);
    CHECK(races("x=0 p=0 | qp1 F.rel Wx1.rlx | Rx.rlx F.acq ?0=1:pp").empty());
}

TEST_CASE("the engine finds races in random programs that have some", "[races]") {
    CHECK(rc::check("data_race if and only if the definition says so", [] {
        auto const program = (*random_programs(8)).build_with_plain_accesses();
        RC_PRE(candidates(program) <= most_candidates);
        auto const text = to_text(program);
        RC_LOG() << text << '\n';
        auto const races = racing_pairs(program);
        auto const run = run_tool({"run", "--json", "-", LITMUS_PROGRAM, text});
        auto const report = nlohmann::json::parse(run.out, nullptr, false);
        RC_CLASSIFY(races.empty());
        RC_ASSERT(text_of(report, "verdict") == (races.empty() ? "correct" : "data_race"));
        if (races.empty()) {
            RC_ASSERT(number_of(report, "executions") == count_graphs(program).rc11);
        } else {
            RC_ASSERT(names_one_of(races, program, report));
        }
    }));
}
