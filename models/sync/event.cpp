#include "models/sync/event.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/spurious.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_event.hpp"
#include "primitives/sync/event.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_auto_reset_event;
using sync::basic_manual_reset_event;
using manual = basic_manual_reset_event<checked_sync>;
using automatic = basic_auto_reset_event<checked_sync>;

static const model<setting<checked_sync, manual>> sets{
    {.name = "models/sync/event", .story = "A thread waits for what another one has done."}};

static const model<setting<checked_sync, manual, 2>> sets_for_two{
    {.name = "models/sync/event/two", .story = "Two threads wait for what a third one has done."}};

static const model<looking<checked_sync, manual>> looks{
    {.name = "models/sync/event/is_set",
     .story = "A thread looks whether the event is set, and does not wait."}};

static const model<setting_and_clearing<checked_sync, basic_manual_reset_event>> sets_and_clears{
    {.name = "models/sync/event/set_and_clear",
     .story = "A thread that waits goes on, though the event is cleared as soon as it is set."}};

static const model<clearing_first<checked_sync, manual>> clears_first{
    {.name = "models/sync/event/clear_first",
     .story = "A thread clears the event, looks, and then waits; meanwhile it is set again."}};

static const model<destroying_an_event<checked_sync, manual>> destroys{
    {.name = "models/sync/event/destroyed", .story = "The thread that waited destroys the event."}};

static const model<giving_up_an_event<checked_sync, manual, false>> gives_up{
    {.name = "models/sync/event/wait_for", .story = "A thread may give up waiting."}};

static const model<setting<checked_sync, basic_manual_reset_event<spurious<checked_sync>>>>
    wakes_spuriously{{.name = "models/sync/event/spurious",
                      .story = "The waits that it is made of may end for no reason."}};

static const model<setting<checked_sync, automatic>> sets_auto{
    {.name = "models/sync/event/auto",
     .story = "A thread waits for what another one has done, by an event that unsets itself."}};

static const model<taking_turns<checked_sync, automatic, 3>> takes_turns{
    {.name = "models/sync/event/auto_turns",
     .story = "Three threads take turns: each set lets one of them go on."}};

static const model<setting_for_each<checked_sync, automatic>> sets_for_each{
    {.name = "models/sync/event/auto_each",
     .story = "Of two threads that wait, each set lets one go on."}};

static const model<giving_up_an_event<checked_sync, automatic, true>> gives_up_auto{
    {.name = "models/sync/event/auto_wait_for",
     .story = "A thread may give up waiting for an event that unsets itself: the set is its, or is "
              "left."}};

static const model<destroying_an_event<checked_sync, automatic>> destroys_auto{
    {.name = "models/sync/event/auto_destroyed",
     .story = "The thread that waited destroys the event that unset itself."}};

static const model<setting_and_clearing<checked_sync, forgetful_event>> forgets{
    {.name = "models/sync/event/forgetful",
     .expect = verdict::deadlock,
     .story = "The event is only a flag: when it is cleared as soon as it is set, a thread that "
              "waited sleeps on."}};

static const model<setting<checked_sync, basic_manual_reset_event<silent<checked_sync>>>>
    without_notify{{.name = "models/sync/event/without_notify",
                    .expect = verdict::deadlock,
                    .story = "To set it wakes nobody."}};

static const model<setting<checked_sync, basic_manual_reset_event<unacquired<checked_sync>>>>
    without_acquire_{{.name = "models/sync/event/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To find it set acquires nothing."}};

static const model<setting<checked_sync, basic_manual_reset_event<unreleased<checked_sync>>>>
    without_release_{{.name = "models/sync/event/without_release",
                      .expect = verdict::data_race,
                      .story = "To set it releases nothing."}};

static const model<clearing_first<checked_sync, basic_manual_reset_event<unacquired<checked_sync>>>>
    clears_without_acquire{
        {.name = "models/sync/event/clear_without_acquire",
         .expect = verdict::deadlock,
         .story = "To clear it acquires nothing: what it stood for is not seen, and waited for."}};

static const model<setting<checked_sync, basic_manual_reset_event<torn<checked_sync>>>> torn_{
    {.name = "models/sync/event/torn",
     .expect = verdict::deadlock,
     .story = "To say that one sleeps is to look and then to write: it undoes a set."}};

} // namespace heddle::models
