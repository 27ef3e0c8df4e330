#include "models/queue/spsc_ring.hpp"

#include "models/faults/weakened.hpp"
#include "models/queue/workload.hpp"
#include "primitives/queue/spsc_ring.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using ring_of_one = bounded<queue::basic_spsc_ring, 1>::queue<Sync, T>;
template <class Sync, class T>
using ring_of_two = bounded<queue::basic_spsc_ring, 2>::queue<Sync, T>;

static const model<conservation<checked_sync, ring_of_one, 1, 3, 1, 3>> one{
    {.name = "models/queue/spsc_ring",
     .story = "One thread pushes three times, one pops three times, with room for one element."}};

static const model<conservation<checked_sync, ring_of_two, 1, 4, 1, 4>> two{
    {.name = "models/queue/spsc_ring/two",
     .story = "One thread pushes four times, one pops four times, with room for two elements."}};

static const model<explained_failures<checked_sync, ring_of_one, true>> explained{
    {.name = "models/queue/spsc_ring/failures",
     .story = "What happened before is seen: an element by the consumer, room by the producer."}};

static const model<sizes<checked_sync, ring_of_two>> sizes_{
    {.name = "models/queue/spsc_ring/size",
     .story = "Both threads ask for the size while the other is at work."}};

static const model<handing_on<checked_sync, ring_of_one>> hands_on{
    {.name = "models/queue/spsc_ring/handing_on",
     .story = "The first thread's roles become the second one's."}};

static const model<conservation<unacquired<checked_sync>, ring_of_one, 1, 2, 1, 2>>
    without_acquire_{{.name = "models/queue/spsc_ring/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To read an index acquires nothing: the element may not be whole."}};

static const model<conservation<unreleased<checked_sync>, ring_of_one, 1, 2, 1, 2>>
    without_release_{{.name = "models/queue/spsc_ring/without_release",
                      .expect = verdict::data_race,
                      .story = "To write an index releases nothing."}};

static const model<conservation<checked_sync, early_ring, 1, 2, 1, 2>> early{
    {.name = "models/queue/spsc_ring/published_early",
     .expect = verdict::data_race,
     .story = "The index is written before the element."}};

static const model<conservation<checked_sync, ring_of_two, 2, 1, 1, 1>> two_producers{
    {.name = "models/queue/spsc_ring/two_producers",
     .expect = verdict::data_race,
     .story = "Two threads push, where only one may."}};

static const model<conservation<checked_sync, ring_of_two, 1, 2, 2, 1>> two_consumers{
    {.name = "models/queue/spsc_ring/two_consumers",
     .expect = verdict::data_race,
     .story = "Two threads pop, where only one may."}};

} // namespace heddle::models
