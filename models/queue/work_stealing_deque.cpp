#include "models/queue/work_stealing_deque.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/queue/workload.hpp"
#include "primitives/queue/work_stealing_deque.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using deque_of_one = bounded<queue::basic_work_stealing_deque, 1>::queue<Sync, T>;
template <class Sync, class T>
using deque_of_two = bounded<queue::basic_work_stealing_deque, 2>::queue<Sync, T>;

static constexpr owner pushes = owner::pushes;
static constexpr owner pops = owner::pops;

static const model<stealing<checked_sync, deque_of_two, 1, 2, pushes, pushes, pops, pops>> steals{
    {.name = "models/queue/work_stealing_deque",
     .story = "The owner pushes two tasks and pops twice; a thief steals twice."}};

static const model<stealing<checked_sync, deque_of_two, 2, 1, pushes, pushes, pops, pops>>
    two_thieves{{.name = "models/queue/work_stealing_deque/two_thieves",
                 .story = "The owner pushes two tasks and pops twice; two thieves steal once."}};

static const model<stealing<checked_sync, deque_of_two, 2, 2, pushes, pushes, pushes, pops>>
    three_tasks{{.name = "models/queue/work_stealing_deque/three",
                 .story = "The owner pushes three tasks and pops once, two thieves steal twice."}};

static const model<stealing<checked_sync, deque_of_one, 1, 2, pushes, pops, pushes, pops>> reuses{
    {.name = "models/queue/work_stealing_deque/reuse",
     .story = "The owner pushes and pops twice, in one place, from which a thief steals."}};

static const model<stealing<checked_sync, deque_of_one, 1, 2, pushes, pushes, pushes, pops>> grows{
    {.name = "models/queue/work_stealing_deque/growth",
     .story = "The owner needs larger arrays, while a thief may read the old ones."}};

static const model<certain_steal<checked_sync, deque_of_one>> certain{
    {.name = "models/queue/work_stealing_deque/failures",
     .story = "A thief who knows that there is a task, and is alone, finds it."}};

static const model<
    stealing<unordered<checked_sync>, deque_of_two, 1, 2, pushes, pushes, pops, pops>>
    without_seq_cst_{
        {.name = "models/queue/work_stealing_deque/without_seq_cst",
         .expect = verdict::assertion_failed,
         .story =
             "The owner's store and its load, and a thief's two loads, are of no single order, "
             "as without the fences of Lê and others: a task is taken twice."}};

static const model<stealing<unacquired<checked_sync>, deque_of_one, 1, 1, pushes>> without_acquire_{
    {.name = "models/queue/work_stealing_deque/without_acquire",
     .expect = verdict::data_race,
     .story = "A thief acquires nothing: it may not see the task that it steals."}};

static const model<stealing<unreleased<checked_sync>, deque_of_one, 1, 1, pushes>> without_release_{
    {.name = "models/queue/work_stealing_deque/without_release",
     .expect = verdict::data_race,
     .story = "The owner releases nothing."}};

static const model<stealing<torn<checked_sync>, deque_of_one, 2, 1, pushes>> torn_{
    {.name = "models/queue/work_stealing_deque/torn",
     .expect = verdict::assertion_failed,
     .story = "To advance the top is to look and then to write: two thieves take the same task."}};

static const model<stealing<checked_sync, careless_deque, 1, 1, pushes, pops>> careless{
    {.name = "models/queue/work_stealing_deque/careless",
     .expect = verdict::assertion_failed,
     .story = "The owner does not compete for the last task."}};

} // namespace heddle::models
