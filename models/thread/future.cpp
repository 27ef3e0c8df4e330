#include "models/thread/future.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/thread/broken_future.hpp"
#include "primitives/thread/future.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using thread::basic_promise;

static const model<promising<checked_sync, basic_promise>> promises{
    {.name = "models/thread/future", .story = "One thread makes a value, another one gets it."}};

static const model<waiting_for_result<checked_sync, basic_promise>> waits_for{
    {.name = "models/thread/future/wait_for",
     .story = "Two threads wait for a value; one of them may give up."}};

static const model<publishing_result<checked_sync, basic_promise, false>> publishes{
    {.name = "models/thread/future/publishes",
     .story = "Who finds that the result is there sees what was done before."}};

static const model<publishing_result<checked_sync, basic_promise, true>> publishes_cancel{
    {.name = "models/thread/future/cancel/publishes",
     .story = "Who finds that it is cancelled sees what was done before."}};

static const model<cancelling<checked_sync, basic_promise>> cancels{
    {.name = "models/thread/future/cancel",
     .story = "What is cancelled is not started, and what is started is not cancelled."}};

static const model<cancelling<checked_sync, basic_promise, 1>> cancels_awaited{
    {.name = "models/thread/future/cancel/awaited",
     .story = "Who waits is woken, whether the result is made or cancelled."}};

static const model<breaking<checked_sync, basic_promise, leaves::an_exception>> fails{
    {.name = "models/thread/future/exception",
     .story = "An exception is one thread's result, and another one's to catch."}};

static const model<breaking<checked_sync, basic_promise, leaves::unstarted>> goes{
    {.name = "models/thread/future/abandoned",
     .story = "A promise goes away: who waits for its result is told."}};

static const model<breaking<checked_sync, basic_promise, leaves::started>> goes_running{
    {.name = "models/thread/future/abandoned/started",
     .story = "A promise goes away when it was started: who waits for its result is told."}};

static const model<promising<checked_sync, hasty_promise>> hasty{
    {.name = "models/thread/future/published_before_stored",
     .expect = verdict::data_race,
     .story = "The result is said to be there before it is."}};

static const model<promising<unacquired<checked_sync>, basic_promise>> without_acquire_{
    {.name = "models/thread/future/without_acquire",
     .expect = verdict::data_race,
     .story = "To find that the result is there acquires nothing."}};

static const model<promising<unreleased<checked_sync>, basic_promise>> without_release_{
    {.name = "models/thread/future/without_release",
     .expect = verdict::data_race,
     .story = "To say that the result is there releases nothing."}};

static const model<promising<silent<checked_sync>, basic_promise>> without_notify{
    {.name = "models/thread/future/without_notify",
     .expect = verdict::deadlock,
     .story = "The result wakes nobody who waits for it."}};

static const model<cancelling<torn<checked_sync>, basic_promise>> torn_{
    {.name = "models/thread/future/cancel/torn",
     .expect = verdict::assertion_failed,
     .story = "To see that nobody has started and to cancel are two steps."}};

} // namespace heddle::models
