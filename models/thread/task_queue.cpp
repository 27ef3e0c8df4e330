#include "models/thread/task_queue.hpp"

#include "models/faults/silent.hpp"
#include "models/thread/broken_task_queue.hpp"
#include "primitives/thread/task_queue.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using thread::basic_task_queue;

static const model<submitting<checked_sync, basic_task_queue>> submits{
    {.name = "models/thread/task_queue", .story = "A task's value comes back."}};

static const model<shutting_down<checked_sync, basic_task_queue>> shuts_down{
    {.name = "models/thread/task_queue/shutdown",
     .story = "What was submitted before the shutdown is run."}};

static const model<shutting_down<checked_sync, basic_task_queue, 2>> shuts_down_two{
    {.name = "models/thread/task_queue/shutdown/two", .story = "The shutdown ends both workers."}};

static const model<shutting_down_now<checked_sync, basic_task_queue>> shuts_down_now{
    {.name = "models/thread/task_queue/shutdown_now",
     .story = "At once: what has not been started is cancelled."}};

static const model<dropping<checked_sync, basic_task_queue>> drops{
    {.name = "models/thread/task_queue/shutdown_now/dropped",
     .story = "After a shutdown at once nothing is left to be run."}};

static const model<idling<checked_sync, basic_task_queue>> idles{
    {.name = "models/thread/task_queue/wait_idle",
     .story = "Who waits until nothing is to be done sees what was done."}};

static const model<idling_in_time<checked_sync, basic_task_queue>> idles_in_time{
    {.name = "models/thread/task_queue/wait_idle_until",
     .story = "Who waits until nothing is to be done may give up."}};

static const model<cancelling_task<checked_sync, basic_task_queue>> cancels{
    {.name = "models/thread/task_queue/cancel",
     .story = "A task is cancelled while a worker may start it."}};

static const model<throwing_task<checked_sync, basic_task_queue>> throws{
    {.name = "models/thread/task_queue/exception",
     .story = "A task throws, and the worker goes on to its end."}};

static const model<shutting_down<checked_sync, flawed_pool<pool_flaw::none>::tasks, 2>> twin{
    {.name = "models/thread/task_queue/twin",
     .story = "Nothing is wrong with the twin that the flaws below are added to."}};

static const model<dropping<checked_sync, draining_task_queue>> drains{
    {.name = "models/thread/task_queue/shutdown_now/drains",
     .expect = verdict::assertion_failed,
     .story = "A shutdown at once is a shutdown: what waits is run."}};

static const model<shutting_down<checked_sync, flawed_pool<pool_flaw::flag_outside_lock>::tasks>>
    outside{{.name = "models/thread/task_queue/flag_outside_lock",
             .expect = verdict::deadlock,
             .story = "The shutdown comes between a worker's look and its sleep."}};

static const model<shutting_down<checked_sync, flawed_pool<pool_flaw::wakes_one>::tasks, 2>> one{
    {.name = "models/thread/task_queue/wakes_one",
     .expect = verdict::deadlock,
     .story = "The shutdown wakes one of the workers that wait."}};

static const model<shutting_down<checked_sync, flawed_pool<pool_flaw::forgets>::tasks>> forgets{
    {.name = "models/thread/task_queue/forgets",
     .expect = verdict::assertion_failed,
     .story = "A worker ends at the shutdown although there is a task."}};

static const model<idling<checked_sync, flawed_pool<pool_flaw::done_too_early>::tasks>> early{
    {.name = "models/thread/task_queue/done_too_early",
     .expect = verdict::data_race,
     .story = "A task is said to be done when it is begun."}};

static const model<submitting<silent<checked_sync>, basic_task_queue>> without_notify{
    {.name = "models/thread/task_queue/without_notify",
     .expect = verdict::deadlock,
     .story = "Nobody is ever woken."}};

} // namespace heddle::models
