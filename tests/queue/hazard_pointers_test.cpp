#include "primitives/queue/hazard_pointers.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

using namespace heddle::tests;

namespace {

/// Counts those that there are.
struct node {
    explicit node(std::size_t n = 0) : number(n) { ++alive; }

    node(const node&) = delete;
    node& operator=(const node&) = delete;

    ~node() {
        number = gone;
        --alive;
    }

    static constexpr std::size_t gone = 999'999;
    static inline std::atomic<std::size_t> alive{0};

    std::size_t number;
    node* next_retired = nullptr;
};

using domain = heddle::queue::hazard_pointers<heddle::sync::std_sync, node, 1>;
using guard = domain::guard;

} // namespace

TEST_CASE("hazard_pointers: what nobody protects is deleted with the guard",
          "[queue/hazard_pointers]") {
    domain hazards(1);
    guard(hazards).retire(new node);
    REQUIRE(node::alive == 0);
}

TEST_CASE("hazard_pointers: what is protected is deleted after that", "[queue/hazard_pointers]") {
    domain hazards(1);
    domain::link source(new node(7));
    {
        guard reader(hazards);
        node* const found = reader.protect(source);
        guard(hazards).retire(source.exchange(nullptr));
        CHECK(node::alive == 1);
        CHECK(found->number == 7);
        CHECK(reader.protect(source) == nullptr);
    }
    // Another operation looks through the list in which it waits, or the destructor does.
    { guard(hazards).retire(new node); }
    REQUIRE(node::alive <= 1);
}

TEST_CASE("hazard_pointers: what waits is deleted with the container", "[queue/hazard_pointers]") {
    {
        domain hazards;
        for (int i = 0; i < 10; ++i) guard(hazards).retire(new node);
        CHECK(node::alive > 0);
    }
    REQUIRE(node::alive == 0);
}

TEST_CASE("hazard_pointers: no more waits than a few times as much as there are hazards",
          "[queue/hazard_pointers]") {
    domain hazards;
    std::size_t most = 0;
    for (int i = 0; i < 1'000; ++i) {
        guard(hazards).retire(new node);
        most = std::max(most, node::alive.load());
    }
    REQUIRE(most <= 16); // one thread, eight hazards
}

TEST_CASE("hazard_pointers: there may be any number of guards", "[queue/hazard_pointers]") {
    domain hazards(1);
    domain::link source(new node(7));
    std::vector<std::unique_ptr<guard>> guards;
    for (int i = 0; i < 50; ++i) {
        guards.push_back(std::make_unique<guard>(hazards));
        CHECK(guards.back()->protect(source)->number == 7);
    }
    guard(hazards).retire(source.exchange(nullptr));
    for (int i = 0; i < 50; ++i) {
        CHECK(node::alive == 1);
        guards.pop_back();
    }
}

TEST_CASE("hazard_pointers: no node is read that was deleted, and none is left",
          "[queue/hazard_pointers]") {
    CHECK(rc::check([] {
        const auto readers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto writers = *rc::gen::inRange<std::size_t>(1, 3);
        const auto rounds = *rc::gen::inRange<std::size_t>(1, 300);
        {
            domain hazards(*rc::gen::inRange<std::size_t>(0, 4));
            domain::link source(new node(0));
            std::atomic<bool> is_gone{false};
            run_threads(readers + writers, [&](std::size_t index) {
                for (std::size_t i = 0; i < rounds; ++i) {
                    guard hazard(hazards);
                    if (index < readers) {
                        if (hazard.protect(source)->number == node::gone) is_gone = true;
                    } else {
                        hazard.retire(source.exchange(new node(i)));
                    }
                }
            });
            RC_ASSERT_FALSE(is_gone.load());
            guard(hazards).retire(source.exchange(nullptr));
        }
        RC_ASSERT(node::alive.load() == 0U);
    }));
}
