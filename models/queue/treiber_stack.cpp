#include "models/queue/treiber_stack.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/queue/mpmc_ring.hpp"
#include "models/queue/workload.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync, class T>
using stack_without_hazards = queue::basic_treiber_stack<Sync, T, no_hazards>;
template <class Sync, class T>
using stack_with_blind_hazards = queue::basic_treiber_stack<Sync, T, blind_hazards>;

static const model<conservation<checked_sync, eager_stack, 1, 2, 1, 2, false>> one_by_one{
    {.name = "models/queue/treiber_stack", .story = "One thread pushes twice, one pops twice."}};

static const model<conservation<checked_sync, eager_stack, 2, 1, 1, 2, false>> two_by_one{
    {.name = "models/queue/treiber_stack/two_producers",
     .story = "Two threads push once, one pops twice."}};

static const model<conservation<checked_sync, eager_stack, 1, 2, 2, 1, false>> one_by_two{
    {.name = "models/queue/treiber_stack/two_consumers",
     .story = "One thread pushes twice, two pop once."}};

static const model<popping<checked_sync, eager_stack, 2, 3>> pushes_again{
    {.name = "models/queue/treiber_stack/popping",
     .story = "Two threads pop, and one of them pushes again what it popped."}};

static const model<racing_pops<checked_sync, eager_stack, 2, 2>> two_pop{
    {.name = "models/queue/treiber_stack/racing_pops",
     .story = "Two threads pop, where there are two elements."}};

static const model<explained_failures<checked_sync, eager_stack, false>> explained{
    {.name = "models/queue/treiber_stack/failures",
     .story = "An element whose push happened before is found."}};

static const model<stalled_push<checked_sync, eager_stack>> not_stalled{
    {.name = "models/queue/treiber_stack/stalled_push",
     .story = "Another push that is not done hides no element."}};

static const model<youngest_first<checked_sync, eager_stack>> lifo{
    {.name = "models/queue/treiber_stack/order",
     .story = "One thread pushes 1 and 2, another one pops: the youngest first."}};

static const model<racing_pops<checked_sync, stack_without_hazards, 2, 2>> without_hazard{
    {.name = "models/queue/treiber_stack/without_hazard",
     .expect = verdict::use_after_free,
     .story = "A node is deleted although another thread is about to read it.",
     .relacy_misses =
         "it switches threads before atomic operations only: here the head and, behind "
         "it, the next node are read in one step"}};

static const model<racing_pops<checked_sync, stack_with_blind_hazards, 2, 2>> without_second_look{
    {.name = "models/queue/treiber_stack/without_second_look",
     .expect = verdict::use_after_free,
     .story = "A node is published as a hazard when it is already deleted."}};

static const model<racing_pops<unordered<checked_sync>, eager_stack, 2, 2>> without_seq_cst_{
    {.name = "models/queue/treiber_stack/without_seq_cst",
     .expect = verdict::use_after_free,
     .story = "The hazard is published, and the link read again, in no order that others see."}};

static const model<conservation<unreleased<checked_sync>, eager_stack, 1, 1, 1, 1, false>>
    without_release_{{.name = "models/queue/treiber_stack/without_release",
                      .expect = verdict::data_race,
                      .story = "To push releases nothing: the node may not be whole."}};

static const model<conservation<torn<checked_sync>, eager_stack, 2, 1, 1, 1, false>> torn_{
    {.name = "models/queue/treiber_stack/torn",
     .expect = verdict::assertion_failed,
     .story = "To exchange the head is to look and then to write: an element is lost."}};

static const model<recycling<checked_sync>> recycles{
    {.name = "models/queue/treiber_stack/recycled",
     .expect = verdict::assertion_failed,
     .story = "A node is used again at once: the head is the same, and is not (ABA)."}};

} // namespace heddle::models
