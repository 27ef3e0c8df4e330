// The article's semaphore: three permits, six workers; never more than three are at work. Here two
// permits and three workers, which are enough to go wrong, and few enough to see everything.
//
// Flawed twin: semaphore_check_then_act.

#include "primitives/sync/counting_semaphore.hpp"
#include "support/slots_workload.hpp"

#include <heddle/scenario.hpp>

static const heddle::scenario semaphore_scenario{
    .name = "article/semaphore",
    .expect = heddle::verdict::correct,
    .story = "Three workers share two permits; never more than two are at work.",
    .body = [] {
        heddle::sync::counting_semaphore permits(2);
        heddle::scenarios::run_slots_workload<2>(permits);
    }};
