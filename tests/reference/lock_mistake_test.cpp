// The comparison of the engine with the explorer is worth something if it fails when one of the two
// is wrong: the explorer is, on purpose.
#include "reference/lock_explorer.hpp"
#include "reference/lock_generator.hpp"
#include "reference/lock_observation.hpp"

#include <catch2/catch.hpp>

using namespace heddle::tests;
using Catch::Equals;

namespace {

struct witness {
    lock_mistake mistake;
    bool common; ///< Random programs show it too.
    char const* name;
    char const* program; ///< Shows it.
};

using enum lock_mistake;

// "T1 L0 E1" lets a thread pass only if another has taken semaphore 1, and is not ordered after
// that one.
constexpr witness witnesses[]{
    {unlock_orders_nothing, true, "unlock orders nothing", "La Wu1 Ua | La Ru Ua"},
    {read_unlock_orders_readers, false, "read unlock orders readers",
     "Wu1 Sr Ur L1 | T1 L0 E1 Sr Ur Ru"},
    {read_unlock_orders_nothing, true, "read unlock orders nothing", "Lr Wu1 Ur | Sr Ru Ur"},
    {write_unlock_orders_nobody_but_writers, true, "write unlock orders nobody but writers",
     "Lr Wu1 Ur | Sr Ru Ur"},
    {readers_exclude_each_other, true, "readers exclude each other", "Sr Ur | Sr Ur"},
    {readers_let_writers_in, true, "readers let writers in", "Sr Rx Rx Ur | Lr Wx1 Ur"},
    {post_orders_nothing, true, "post orders nothing", "Wu1 U0 | L0 Ru"},
    {post_hides_earlier_posts, false, "post hides earlier posts", "Wu1 U0 | U0 | L0 L0 Ru"},
    {wait_orders_later_waits, false, "wait orders later waits", "Wu1 L2 L1 | T1 L0 E1 L2 Ru"},
    {failed_try_orders, false, "failed try orders", "Wu1 L1 | T1 L0 E1 Ru"},
    {try_waits, true, "try waits", "La Ua | Ta Ua"},
    {notify_one_wakes_all, true, "notify one wakes all", "La Pa Ua | La Pa Ua | La N Ua"},
    {notify_all_wakes_one, true, "notify all wakes one", "La Pa Ua | La Pa Ua | La B Ua"},
    {notify_one_wakes_the_first, true, "notify one wakes the first",
     "La Pa Wx1 Ua | La Pa Wx2 Ua | La N Ua"},
    {notification_is_kept, true, "notification is kept", "La Pa Ua | N"},
    {notification_orders, false, "notification orders", "La Pa Ua Ru | Wu1 N"},
    {wait_is_one_step, true, "wait is one step", "La Pa Ua | N Ta Ua"},
    {wait_does_not_lock_again, true, "wait does not lock again", "La Pa Wu1 Ua | La N Wu2 Ua"},
};

bool is_told_apart(std::string const& text, lock_mistake mistake) {
    auto const program = parse_lock_program(text);
    return !difference(explore(program), explore(program, mistake)).empty();
}

} // namespace

TEST_CASE("no mistake of the explorer goes unnoticed", "[reference][engine]") {
    for (auto const& each : witnesses) {
        DYNAMIC_SECTION(each.name) {
            auto const program = parse_lock_program(each.program);
            auto const seen = observe(each.program, "sc");
            CAPTURE(each.program);
            CHECK_THAT(difference(explore(program), seen), Equals(""));
            CHECK_FALSE(difference(explore(program, each.mistake), seen).empty());
        }
    }
}

// The engine need not be asked: it agrees with the explorer that makes no mistake, as another test
// says.
TEST_CASE("random lock programs show most mistakes", "[reference]") {
    for (auto const& each : witnesses) {
        if (!each.common) {
            continue;
        }
        DYNAMIC_SECTION(each.name) {
            std::uint32_t shown = 0;
            for (std::uint32_t seed = 1; seed <= 60; ++seed) {
                for (auto const& family : lock_families()) {
                    shown += is_told_apart(random_lock_program(seed, family), each.mistake) ? 1 : 0;
                }
            }
            CHECK(shown > 0);
        }
    }
}
