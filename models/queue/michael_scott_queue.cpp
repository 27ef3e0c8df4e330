#include "primitives/queue/michael_scott_queue.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/queue/hazards.hpp"
#include "models/queue/mpmc_ring.hpp"
#include "models/queue/treiber_stack.hpp"
#include "models/queue/workload.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using eager_queue = queue::basic_michael_scott_queue<Sync, T, eager_hazards>;
template <class Sync, class T>
using roomy_queue = queue::basic_michael_scott_queue<Sync, T, roomy_hazards>;
template <class Sync, class T>
using queue_without_hazards = queue::basic_michael_scott_queue<Sync, T, no_hazards>;
template <class Sync, class T>
using queue_with_blind_hazards = queue::basic_michael_scott_queue<Sync, T, blind_hazards>;

// The links between nodes may have faults; the head, the tail and the hazards have none.
template <class, class Node, std::size_t Hazards>
using sound_hazards = eager_hazards<checked_sync, Node, Hazards>;
template <class Sync, class T>
using queue_with_sound_hazards = queue::basic_michael_scott_queue<Sync, T, sound_hazards>;

static const model<conservation<checked_sync, eager_queue, 1, 2, 1, 2>> one_by_one{
    {.name = "models/queue/michael_scott_queue",
     .story = "One thread pushes twice, one pops twice."}};

static const model<conservation<checked_sync, roomy_queue, 2, 1, 1, 1>> two_by_one{
    {.name = "models/queue/michael_scott_queue/two_producers",
     .story = "Two threads push once, one pops once."}};

static const model<conservation<checked_sync, roomy_queue, 1, 1, 2, 1>> one_by_two{
    {.name = "models/queue/michael_scott_queue/two_consumers",
     .story = "One thread pushes once, two pop once."}};

static const model<popping<checked_sync, eager_queue, 2, 2>> pushes_again{
    {.name = "models/queue/michael_scott_queue/popping",
     .story = "Two threads pop, and one of them pushes again what it popped."}};

static const model<racing_pops<checked_sync, eager_queue, 2, 2>> two_pop{
    {.name = "models/queue/michael_scott_queue/racing_pops",
     .story = "Two threads pop, where there are two elements."}};

static const model<explained_failures<checked_sync, eager_queue, false>> explained{
    {.name = "models/queue/michael_scott_queue/failures",
     .story = "An element whose push happened before is found."}};

static const model<stalled_push<checked_sync, roomy_queue>> not_stalled{
    {.name = "models/queue/michael_scott_queue/stalled_push",
     .story = "Another push that is not done hides no element."}};

static const model<racing_pops<checked_sync, queue_without_hazards, 2, 2>> without_hazard{
    {.name = "models/queue/michael_scott_queue/without_hazard",
     .expect = verdict::use_after_free,
     .story = "A node is deleted although another thread is about to read it."}};

static const model<racing_pops<checked_sync, queue_with_blind_hazards, 2, 2>> without_second_look{
    {.name = "models/queue/michael_scott_queue/without_second_look",
     .expect = verdict::use_after_free,
     .story = "A node is published as a hazard when it is already deleted."}};

static const model<racing_pops<unordered<checked_sync>, eager_queue, 2, 2>> without_seq_cst_{
    {.name = "models/queue/michael_scott_queue/without_seq_cst",
     .expect = verdict::use_after_free,
     .story = "The hazard is published, and the link read again, in no order that others see."}};

static const model<conservation<unreleased<checked_sync>, eager_queue, 1, 1, 1, 1>>
    without_release_{{.name = "models/queue/michael_scott_queue/without_release",
                      .expect = verdict::data_race,
                      .story = "To push releases nothing: the node may not be whole."}};

static const model<conservation<torn<checked_sync>, queue_with_sound_hazards, 2, 1, 0, 0>> torn_{
    {.name = "models/queue/michael_scott_queue/torn",
     .expect = verdict::assertion_failed,
     .story = "To link a node is to look and then to write: an element is lost."}};

} // namespace heddle::models
