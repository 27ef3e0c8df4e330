#include "models/sync/seqlock.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/unfenced.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_seqlock.hpp"
#include "primitives/sync/seqlock.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync>
using seqlock = sync::basic_seqlock<Sync, twin_words>;
using right_seqlock = seqlock<checked_sync>;
using flaw = seqlock_flaw;

static const model<storing<checked_sync, right_seqlock>> stores{
    {.name = "models/sync/seqlock", .story = "A writer and a reader."}};

static const model<storing<checked_sync, right_seqlock, 1, 2>> reads_twice{
    {.name = "models/sync/seqlock/twice", .story = "A writer, and a reader that reads twice."}};

static const model<storing<checked_sync, right_seqlock, 2>> two_store{
    {.name = "models/sync/seqlock/writers", .story = "Two writers and a reader."}};

static const model<looking_once<checked_sync, right_seqlock>> looks_once{
    {.name = "models/sync/seqlock/try_load", .story = "A reader that looks once."}};

static const model<updating<checked_sync, right_seqlock>> updates{
    {.name = "models/sync/seqlock/update", .story = "Two threads add to the value."}};

static const model<publishing<checked_sync, right_seqlock>> publishes{
    {.name = "models/sync/seqlock/publication",
     .story = "What was done before a store is seen after its load."}};

static const model<looking_once<unfenced<checked_sync>, seqlock<unfenced<checked_sync>>>>
    without_fences{{.name = "models/sync/seqlock/without_fences",
                    .expect = verdict::assertion_failed,
                    .story = "A reader's second look may come before its copy."}};

static const model<publishing<unacquired<checked_sync>, seqlock<unacquired<checked_sync>>>>
    without_acquire_{{.name = "models/sync/seqlock/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To load acquires nothing."}};

static const model<publishing<unreleased<checked_sync>, seqlock<unreleased<checked_sync>>>>
    without_release_{{.name = "models/sync/seqlock/without_release",
                      .expect = verdict::data_race,
                      .story = "To store releases nothing."}};

static const model<updating<torn<checked_sync>, seqlock<torn<checked_sync>>>> torn_{
    {.name = "models/sync/seqlock/torn",
     .expect = verdict::assertion_failed,
     .story = "Two writers may both make the sequence odd."}};

static const model<storing<checked_sync, flawed_seqlock<checked_sync, flaw::none>>> simple{
    {.name = "models/sync/seqlock/simple",
     .story = "The lock of which the broken ones are made, without a flaw."}};

static const model<storing<checked_sync, flawed_seqlock<checked_sync, flaw::plain_data>>>
    has_plain_data{{.name = "models/sync/seqlock/plain_data",
                    .expect = verdict::data_race,
                    .story = "The value is no atomic: to read it while it is written is a race, "
                             "whatever becomes of the copy."}};

static const model<storing<checked_sync, flawed_seqlock<checked_sync, flaw::single_look>>>
    looks_no_more{{.name = "models/sync/seqlock/single_look",
                   .expect = verdict::assertion_failed,
                   .story = "A reader does not look whether a writer came meanwhile."}};

static const model<storing<checked_sync, flawed_seqlock<checked_sync, flaw::late_sequence>>>
    is_late{{.name = "models/sync/seqlock/late_sequence",
             .expect = verdict::assertion_failed,
             .story = "A writer has begun before the sequence is odd."}};

static const model<storing<checked_sync, flawed_seqlock<checked_sync, flaw::any_sequence>>>
    does_not_mind{
        {.name = "models/sync/seqlock/any_sequence",
         .expect = verdict::assertion_failed,
         .story = "A reader takes it that nothing happens while the sequence stays odd."}};

} // namespace heddle::models
