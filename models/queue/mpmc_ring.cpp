#include "models/queue/mpmc_ring.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/queue/workload.hpp"
#include "primitives/queue/mpmc_ring.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using cell_of_mpmc = bounded<queue::basic_mpmc_ring, 1>::queue<Sync, T>;
template <class Sync, class T>
using two_cells_of_mpmc = bounded<queue::basic_mpmc_ring, 2>::queue<Sync, T>;
template <class Sync, class T>
using three_cells_of_mpmc = bounded<queue::basic_mpmc_ring, 3>::queue<Sync, T>;

static const model<conservation<checked_sync, two_cells_of_mpmc, 2, 1, 2, 1>> two_by_two{
    {.name = "models/queue/mpmc_ring",
     .story = "Two threads push once, two pop once, with room for two elements."}};

static const model<conservation<checked_sync, cell_of_mpmc, 2, 1, 2, 1>> one_cell{
    {.name = "models/queue/mpmc_ring/one",
     .story = "Two threads push once, two pop once, with room for one element."}};

static const model<conservation<checked_sync, two_cells_of_mpmc, 2, 2, 1, 2>> two_by_one{
    {.name = "models/queue/mpmc_ring/two_producers",
     .story = "Two threads push twice, one pops twice, with room for two elements."}};

static const model<conservation<checked_sync, two_cells_of_mpmc, 1, 3, 2, 2>> one_by_two{
    {.name = "models/queue/mpmc_ring/two_consumers",
     .story = "One thread pushes three times, two pop twice, with room for two elements."}};

static const model<conservation<checked_sync, three_cells_of_mpmc, 1, 4, 1, 4>> three{
    {.name = "models/queue/mpmc_ring/three",
     .story = "One thread pushes four times, one pops four times; capacity 3, no power of two."}};

static const model<conservation<checked_sync, late_ring, 2, 2, 1, 2>> starts_over{
    {.name = "models/queue/mpmc_ring/overflow",
     .story = "Positions start over at 0 while two threads push and one pops."}};

static const model<explained_failures<checked_sync, cell_of_mpmc, true>> explained{
    {.name = "models/queue/mpmc_ring/failures",
     .story = "What happened before is seen: an element by a pop, room by a push."}};

static const model<stalled_push<checked_sync, two_cells_of_mpmc>> stalled{
    {.name = "models/queue/mpmc_ring/stalled_push",
     .expect = verdict::assertion_failed,
     .story =
         "A pop fails though there is an element: an older one is still being pushed. The ring "
         "does not promise otherwise."}};

static const model<conservation<unacquired<checked_sync>, two_cells_of_mpmc, 1, 1, 1, 1>>
    without_acquire_{{.name = "models/queue/mpmc_ring/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To read a turn acquires nothing: the element may not be whole."}};

static const model<conservation<unreleased<checked_sync>, two_cells_of_mpmc, 1, 1, 1, 1>>
    without_release_{{.name = "models/queue/mpmc_ring/without_release",
                      .expect = verdict::data_race,
                      .story = "To write a turn releases nothing."}};

static const model<conservation<torn<checked_sync>, two_cells_of_mpmc, 2, 1, 1, 1>> torn_{
    {.name = "models/queue/mpmc_ring/torn",
     .expect = verdict::data_race,
     .story = "To advance the tail is to look and then to write: two threads fill one cell."}};

static const model<conservation<checked_sync, drawing_ring, 1, 2, 1, 2>> drawn{
    {.name = "models/queue/mpmc_ring/drawn",
     .expect = verdict::assertion_failed,
     .story = "A position is taken before it is known that it can be used: an element is lost."}};

} // namespace heddle::models
