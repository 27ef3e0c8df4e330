#include "models/sync/latch.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/spurious.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "primitives/sync/latch.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_latch;
using latch = basic_latch<checked_sync>;

static const model<counting_down<checked_sync, latch, 2>> counts_down{
    {.name = "models/sync/latch",
     .story = "Two threads count down; a third one waits, and sees what they did."}};

static const model<arriving<checked_sync, latch, 2>> arrives{
    {.name = "models/sync/latch/arrive_and_wait",
     .story = "Two threads count down, and wait for each other."}};

static const model<arriving<checked_sync, latch, 3>> arrive_three{
    {.name = "models/sync/latch/arrive_and_wait_three",
     .story = "Three threads count down, and wait for each other."}};

static const model<giving_up_on_a_latch<checked_sync, latch>> gives_up{
    {.name = "models/sync/latch/wait_for", .story = "One of two threads that wait may give up."}};

static const model<destroying_a_latch<checked_sync, latch>> destroys{
    {.name = "models/sync/latch/destroyed", .story = "The thread that waited destroys the latch."}};

static const model<arriving<checked_sync, basic_latch<spurious<checked_sync>>, 2>> spurious_{
    {.name = "models/sync/latch/spurious",
     .story = "The waits that it is made of may end for no reason."}};

static const model<counting_down<checked_sync, basic_latch<silent<checked_sync>>, 2>>
    without_notify{{.name = "models/sync/latch/without_notify",
                    .expect = verdict::deadlock,
                    .story = "Who counts down to zero wakes nobody."}};

static const model<counting_down<checked_sync, basic_latch<unacquired<checked_sync>>, 2>>
    without_acquire_{{.name = "models/sync/latch/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To find nothing left acquires nothing."}};

static const model<counting_down<checked_sync, basic_latch<unreleased<checked_sync>>, 2>>
    without_release_{{.name = "models/sync/latch/without_release",
                      .expect = verdict::data_race,
                      .story = "To count down releases nothing."}};

static const model<counting_down<checked_sync, basic_latch<torn<checked_sync>>, 2>> torn_{
    {.name = "models/sync/latch/torn",
     .expect = verdict::deadlock,
     .story = "To count down is to look and then to write: two threads take off one."}};

} // namespace heddle::models
