#include "models/thread/thread_monitor.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/thread/broken_thread_monitor.hpp"
#include "primitives/thread/thread_monitor.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync>
using monitor_of_one = thread::basic_thread_monitor<Sync, 1>;
template <class Sync>
using monitor_of_two = thread::basic_thread_monitor<Sync, 2>;

static const model<observing<checked_sync, monitor_of_two>> observes{
    {.name = "models/thread/thread_monitor",
     .story = "Another thread sees a thread's states in their order."}};

static const model<publishing<checked_sync, monitor_of_two>> publishes{
    {.name = "models/thread/thread_monitor/publishes",
     .story = "What a thread did before it came into a state is seen with the state."}};

static const model<awaiting<checked_sync, monitor_of_two>> awaits{
    {.name = "models/thread/thread_monitor/wait",
     .story = "Two threads wait for a third one's end, and see its result."}};

static const model<awaiting_for<checked_sync, monitor_of_two>> awaits_for{
    {.name = "models/thread/thread_monitor/wait_for",
     .story = "One of two threads that wait for a third one's end may give up."}};

static const model<failing<checked_sync, monitor_of_two>> fails{
    {.name = "models/thread/thread_monitor/take_error",
     .story = "A thread fails, and one of two others takes its exception."}};

static const model<remembering<checked_sync, monitor_of_one>> remembers_one{
    {.name = "models/thread/thread_monitor/history/one",
     .story = "The history is read while it is overwritten; it has room for one transition."}};

static const model<remembering<checked_sync, monitor_of_two>> remembers_two{
    {.name = "models/thread/thread_monitor/history/two",
     .story = "The history is read while it is overwritten; it has room for two transitions."}};

static const model<timing<checked_sync, monitor_of_one>> times{
    {.name = "models/thread/thread_monitor/latest",
     .story = "The last transition and the state go together."}};

static const model<aging<checked_sync, monitor_of_one>> ages{
    {.name = "models/thread/thread_monitor/elapsed",
     .story = "How long a thread has lived can be asked at any time."}};

static const model<abandoning<checked_sync, monitor_of_two>> abandons{
    {.name = "models/thread/thread_monitor/abandon",
     .story = "A thread cannot be started: who waits for its end is told why."}};

static const model<observing<checked_sync, monitor_without_lock>> without_lock{
    {.name = "models/thread/thread_monitor/without_lock",
     .expect = verdict::data_race,
     .story = "The article's monitor: the state is read while the thread writes it."}};

static const model<awaiting<checked_sync, monitor_that_ends_too_early, 1>> too_early{
    {.name = "models/thread/thread_monitor/ends_too_early",
     .expect = verdict::data_race,
     .story = "The thread says that it is over while it still writes its result."}};

static const model<remembering<checked_sync, monitor_without_second_look>> without_second_look{
    {.name = "models/thread/thread_monitor/history/without_second_look",
     .expect = verdict::assertion_failed,
     .story = "What was overwritten while it was read is taken for what was there."}};

static const model<publishing<unacquired<checked_sync>, monitor_of_two>> without_acquire_{
    {.name = "models/thread/thread_monitor/without_acquire",
     .expect = verdict::data_race,
     .story = "To look at the state acquires nothing: what the thread did may not be seen."}};

static const model<publishing<unreleased<checked_sync>, monitor_of_two>> without_release_{
    {.name = "models/thread/thread_monitor/without_release",
     .expect = verdict::data_race,
     .story = "A new state releases nothing."}};

static const model<awaiting<silent<checked_sync>, monitor_of_two>> without_notify{
    {.name = "models/thread/thread_monitor/without_notify",
     .expect = verdict::deadlock,
     .story = "The thread's end wakes nobody who waits for it."}};

static const model<awaiting<checked_sync, monitor_that_looks_first, 1>> looks_first{
    {.name = "models/thread/thread_monitor/looks_first",
     .expect = verdict::deadlock,
     .story = "The thread looks whether it is awaited, and says then that it is over."}};

static const model<failing<torn<checked_sync>, monitor_of_two>> torn_{
    {.name = "models/thread/thread_monitor/take_error/torn",
     .expect = verdict::data_race,
     .story = "To see that nobody has taken the exception and to take it are two steps.",
     .relacy_misses = "to move an exception_ptr is one step to it, and no access of a variable"}};

} // namespace heddle::models
