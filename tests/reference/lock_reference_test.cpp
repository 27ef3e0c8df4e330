// The engine's treatment of locks, semaphores, condition variables and the races that they prevent
// against all interleavings, explored naively.
#include "reference/generators.hpp"
#include "reference/lock_explorer.hpp"
#include "reference/lock_generator.hpp"
#include "reference/lock_observation.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;
using Catch::Equals;

namespace {

lock_behaviours explore(std::string const& program) {
    return heddle::tests::explore(parse_lock_program(program));
}

/// Nothing here that weak memory could show: a failed try is a relaxed read.
bool is_sequential(std::string const& program) {
    return program.find_first_of("THxy") == std::string::npos;
}

} // namespace

TEST_CASE("the explorer counts what can be counted by hand", "[reference]") {
    auto const executions = [](char const* text) { return explore(text).executions; };
    CHECK(executions("La Ua | La Ua") == 2);
    CHECK(executions("La Ua | La Ua | La Ua") == 6);
    CHECK(executions("La Ua | Lb Ub") == 1);
    CHECK(executions("La Ua La Ua | La Ua") == 3);
    CHECK(executions("Rx | Wx1") == 2);
    CHECK(executions("La Ua | Ta Rx Ua") == 3); // before, after, and failed
    CHECK(executions("Lr Ur | Lr Ur") == 2);
    CHECK(executions("Sr Ur | Lr Ur") == 2);
    CHECK(executions("Sr Ur | Sr Ur") == 6); // readers do not wait for each other
    CHECK(executions("Lr Ur | Hr Ur") == 3);
    CHECK(executions("Sr Ur | Hr Ur") == 6);
    CHECK(executions("Sr Ur | Tr Ur") == 3);
    CHECK(executions("L1 U1 | L1 U1") == 2);
    CHECK(executions("L2 U2 | L2 U2") == 6);
    CHECK(executions("U0 | L0") == 1);
    CHECK(executions("U0 | T0 E0") == 2);
    CHECK(executions("Ru | Wv1") == 1);
}

TEST_CASE("the explorer finds deadlocks", "[reference]") {
    auto const deadlocks = [](char const* text) { return explore(text).deadlock; };
    CHECK(deadlocks("La Lb Ub Ua | Lb La Ua Ub"));
    CHECK_FALSE(deadlocks("La Lb Ub Ua | La Lb Ua Ub"));
    CHECK(deadlocks("Sr Ls Us Ur | Ss Lr Ur Us"));
    CHECK_FALSE(deadlocks("Sr Ss Us Ur | Ss Sr Ur Us"));
    CHECK(deadlocks("La Pa Ua | N")); // the notification may come first
    CHECK_FALSE(deadlocks("La Ua | N"));
    CHECK(deadlocks("L0"));
    CHECK(deadlocks("L1 L1"));
    CHECK_FALSE(deadlocks("L2 L2"));
    CHECK_FALSE(deadlocks("L0 | U0"));
    CHECK(deadlocks("L0 | T0 U0"));
}

TEST_CASE("the explorer finds races", "[reference]") {
    auto const races = [](char const* text) { return explore(text).races; };
    CHECK(races("Wu1 | Ru") == std::set<racing_pair>{{{0, 0}, {1, 0}}});
    CHECK(races("Ru | Ru").empty());
    CHECK(races("Wu1 | Wv1").empty());
    CHECK(races("La Wu1 Ua | La Ru Ua").empty());
    CHECK(races("La Wu1 Ua | Lb Ru Ub") == std::set<racing_pair>{{{0, 1}, {1, 1}}});
    CHECK(races("La Wu1 Ua Wu2 | La Ru Ua") == std::set<racing_pair>{{{0, 3}, {1, 1}}});
    CHECK(races("Lr Wu1 Ur | Sr Ru Ur").empty());
    CHECK_FALSE(races("Sr Wu1 Ur | Sr Ru Ur").empty());
    CHECK(races("Sr Ru Ur | Lr Wu1 Ur").empty());
    CHECK(races("Wu1 U0 | L0 Ru").empty());
    CHECK_FALSE(races("Wu1 U1 | L1 Ru").empty());
    CHECK(races("Wu1 U0 | U0 | L0 L0 Ru").empty());
    CHECK_FALSE(races("Wu1 U0 | U0 | L0 Ru").empty());
    CHECK_FALSE(races("Wu1 Wx1 | Rx Ru").empty());
}

TEST_CASE("the explorer tells outcomes apart", "[reference]") {
    auto const outcomes = [](char const* text) { return explore(text).outcomes; };
    CHECK(outcomes("La Wx1 Ua | Ta Rx Ua") == std::set<std::string>{" | - | ; x=1 y=0 u=0 v=0",
                                                                    " | +0 | ; x=1 y=0 u=0 v=0",
                                                                    " | +1 | ; x=1 y=0 u=0 v=0"});
    CHECK(outcomes("L0 Wu1 | Wu2 Wv3 U0") == std::set<std::string>{" |  | ; x=0 y=0 u=1 v=3"});
}

// One of two threads that wait for the same lock gets it, then the other, and only in one of these
// orders is it given back.
TEST_CASE("the engine sees all executions of programs that also deadlock", "[reference][engine]") {
    for (auto const* program : {
             "Lb | Lb | Lb Ub", "Lb | Lb Rx Ub | Lb Wx3 Ub", "Lb | Tb Rx Ub | Lb Wx3 Ub",
             "L1 | T1 Rx U1 | L1 Wx3 U1", "Lr | Tr Rx Ur | Lr Wx3 Ur",
             "La Pa Wx3 Ua | Wy3 N | Wx3 Wy1", // what is let go comes after what let it go
         }) {
        CAPTURE(program);
        CHECK_THAT(difference(explore(program), observe(program, "sc")), Equals(""));
    }
}

TEST_CASE("the engine agrees with the explorer on random lock programs", "[reference][engine]") {
    for (auto const& family : lock_families()) {
        DYNAMIC_SECTION(family.name) {
            for (auto const seed : seeds(40)) {
                auto const program = random_lock_program(seed, family);
                CAPTURE(seed, program);
                auto const seen = observe(program, is_sequential(program) ? "rc11" : "sc");
                CHECK_THAT(difference(explore(program), seen), Equals(""));
            }
        }
    }
}
