#include "models/queue/bounded_queue.hpp"

#include "models/faults/silent.hpp"
#include "models/queue/broken_bounded_queue.hpp"
#include "primitives/queue/bounded_queue.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using fifo = queue::basic_bounded_queue<Sync, T>;
template <class Sync, class T>
using lifo = queue::basic_bounded_queue<Sync, T, queue::lifo_store>;

template <class Sync>
using sound_twin = passing<Sync, flawed<queue_flaw::none>::queue>;

static const model<passing<checked_sync, fifo>> passes{
    {.name = "models/queue/bounded_queue",
     .story = "Two items pass in their order through a queue of one."}};

static const model<passing<checked_sync, fifo, 2, 3>> passes_two{
    {.name = "models/queue/bounded_queue/two",
     .story = "Three items pass in their order through a queue of two: its ring comes round."}};

static const model<passing<checked_sync, fifo, queue::unbounded>> passes_unbounded{
    {.name = "models/queue/bounded_queue/unbounded",
     .story = "Two items pass through a queue that grows as it must."}};

static const model<sharing<checked_sync, fifo, 2, 1>> shares_in{
    {.name = "models/queue/bounded_queue/two_producers",
     .story = "One thread gets what two put into a queue of one."}};

static const model<sharing<checked_sync, fifo, 1, 2>> shares_out{
    {.name = "models/queue/bounded_queue/two_consumers",
     .story = "Two threads get what one puts into a queue of one."}};

static const model<sharing<checked_sync, lifo, 1, 2>> shares_out_lifo{
    {.name = "models/queue/bounded_queue/lifo",
     .story = "Two threads get what one puts into a stack of one."}};

static const model<trying_to_queue<checked_sync, fifo>> tries{
    {.name = "models/queue/bounded_queue/try",
     .story = "Two threads try to put, one tries to get; none of them blocks."}};

static const model<taking_the_last<checked_sync, fifo>> takes_last{
    {.name = "models/queue/bounded_queue/try_get",
     .story = "Two threads try to get the only item."}};

static const model<giving_up_queueing<checked_sync, fifo, true>> gives_up_putting{
    {.name = "models/queue/bounded_queue/put_for",
     .story = "Two threads wait for room; one of them may give up."}};

static const model<giving_up_queueing<checked_sync, fifo, false>> gives_up_getting{
    {.name = "models/queue/bounded_queue/get_for",
     .story = "Two threads wait for an item; one of them may give up."}};

static const model<giving_up_queueing_at<checked_sync, fifo, true>> gives_up_putting_at{
    {.name = "models/queue/bounded_queue/put_until",
     .story = "A thread that waits for room may give up, by the clock."}};

static const model<giving_up_queueing_at<checked_sync, fifo, false>> gives_up_getting_at{
    {.name = "models/queue/bounded_queue/get_until",
     .story = "A thread that waits for an item may give up, by the clock."}};

static const model<closing<checked_sync, fifo>> closes{
    {.name = "models/queue/bounded_queue/close",
     .story = "What is there when a queue is closed is got before the end."}};

static const model<closing<checked_sync, fifo, 2>> closes_for_two{
    {.name = "models/queue/bounded_queue/close/two", .story = "Two threads get until the end."}};

static const model<closing_now<checked_sync, fifo>> closes_now{
    {.name = "models/queue/bounded_queue/close_now",
     .story =
         "To close queues at once lets go whoever waits for room, for an item, or for the end."}};

static const model<joining<checked_sync, fifo>> joins{
    {.name = "models/queue/bounded_queue/join",
     .story = "Two threads wait until a third one is done with an item, and see what it did."}};

static const model<giving_up_joining<checked_sync, fifo>> gives_up_join{
    {.name = "models/queue/bounded_queue/join_until",
     .story = "A thread that waits until another one is done with an item may give up, twice."}};

static const model<destroying_a_queue<checked_sync, fifo>> destroys{
    {.name = "models/queue/bounded_queue/destroyed",
     .story = "The thread that got the last item destroys the queue."}};

static const model<destroying_a_queue<checked_sync, fifo, true>> destroys_when_done{
    {.name = "models/queue/bounded_queue/destroyed_when_done",
     .story = "The thread that waited until all is done destroys the queue."}};

static const model<growing<checked_sync, fifo>> grows{
    {.name = "models/queue/bounded_queue/set_capacity",
     .story = "Two threads wait for room, and there is room for both when the queue is larger."}};

static const model<failing_to_move<checked_sync, fifo, true>> fails_to_put{
    {.name = "models/queue/bounded_queue/put_throws",
     .story = "An item cannot be moved into the queue: its room is another's."}};

static const model<failing_to_move<checked_sync, fifo, false>> fails_to_get{
    {.name = "models/queue/bounded_queue/get_throws",
     .story = "An item cannot be moved out of the queue: it is another's."}};

static const model<sound_twin<checked_sync>> twin{
    {.name = "models/queue/bounded_queue/twin",
     .story = "Nothing is wrong with the twin that the flaws below are added to."}};

static const model<sharing<checked_sync, flawed<queue_flaw::if_for_while>::queue, 1, 2>> if_{
    {.name = "models/queue/bounded_queue/if_for_while",
     .expect = verdict::assertion_failed,
     .story = "Who was woken does not look again, and another one has taken its item."}};

static const model<sharing<checked_sync, flawed<queue_flaw::one_condition>::queue, 1, 2>> one{
    {.name = "models/queue/bounded_queue/one_condition",
     .expect = verdict::deadlock,
     .story = "There is one condition for room and for items: the wrong thread is woken."}};

static const model<closing<checked_sync, flawed<queue_flaw::close_wakes_nobody>::queue>> quiet_end{
    {.name = "models/queue/bounded_queue/close_wakes_nobody",
     .expect = verdict::deadlock,
     .story = "To close wakes nobody: who waits for an item waits for good."}};

static const model<taking_the_last<checked_sync, flawed<queue_flaw::looks_before_lock>::queue>>
    looks_before_lock{
        {.name = "models/queue/bounded_queue/looks_before_lock",
         .expect = verdict::assertion_failed,
         .story = "Whether there is an item is found out before the lock is taken to take it."}};

static const model<taking_the_last<checked_sync, flawed<queue_flaw::size_without_lock>::queue>>
    size_without_lock{{.name = "models/queue/bounded_queue/size_without_lock",
                       .expect = verdict::data_race,
                       .story = "The items are counted without the lock."}};

static const model<destroying_a_queue<checked_sync, flawed<queue_flaw::late_notification>::queue>>
    notifies_late{{.name = "models/queue/bounded_queue/late_notification",
                   .expect = verdict::use_after_free,
                   .story = "Who puts lets go of the lock, and then notifies in what the thread "
                            "that got the item has destroyed."}};

static const model<failing_to_move<checked_sync, flawed<queue_flaw::keeps_wakeup>::queue, false>>
    keeps_wakeup{{.name = "models/queue/bounded_queue/keeps_wakeup",
                  .expect = verdict::deadlock,
                  .story = "Who was woken fails, and wakes nobody else: there is an item, and one "
                           "waits for it."}};

static const model<passing<silent<checked_sync>, fifo>> without_notify{
    {.name = "models/queue/bounded_queue/without_notify",
     .expect = verdict::deadlock,
     .story = "Nobody is ever woken."}};

} // namespace heddle::models
