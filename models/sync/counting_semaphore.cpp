#include "models/sync/counting_semaphore.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/spurious.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_semaphore.hpp"
#include "primitives/sync/counting_semaphore.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_counting_semaphore;
using semaphore = basic_counting_semaphore<checked_sync>;

static const model<one_permit<checked_sync, semaphore>> excludes{
    {.name = "models/sync/counting_semaphore",
     .story = "Two threads add to a counter while they have the only permit."}};

static const model<one_permit<checked_sync, semaphore, 3>> excludes_three{
    {.name = "models/sync/counting_semaphore/three",
     .story = "Three threads add to a counter while they have the only permit."}};

static const model<giving<checked_sync, semaphore, 1, 1, 1>> gives{
    {.name = "models/sync/counting_semaphore/release",
     .story = "A thread waits for a permit that another one gives."}};

static const model<giving<checked_sync, semaphore, 2, 1, 2>> gives_two{
    {.name = "models/sync/counting_semaphore/release_two",
     .story = "Two threads wait, and a third one gives two permits at once."}};

static const model<giving<checked_sync, semaphore, 2, 2, 1>> gives_twice{
    {.name = "models/sync/counting_semaphore/release_twice",
     .story = "Two threads wait, and two others give a permit each."}};

static const model<trying_for_permits<checked_sync, semaphore>> tries{
    {.name = "models/sync/counting_semaphore/try_acquire",
     .story = "Three threads try to get one of two permits."}};

static const model<giving_up_a_permit<checked_sync, semaphore>> gives_up{
    {.name = "models/sync/counting_semaphore/try_acquire_for",
     .story = "Of two threads that wait for a permit, one may give up."}};

static const model<giving_up_a_permit_at<checked_sync, semaphore>> gives_up_at{
    {.name = "models/sync/counting_semaphore/try_acquire_until",
     .story = "Who waits for a permit may give up, by the clock: the permit is its, or is left."}};

static const model<giving_too_many<checked_sync, semaphore>> gives_too_many{
    {.name = "models/sync/counting_semaphore/limit",
     .story = "Two threads give a permit each, where there can be only one."}};

static const model<destroying_a_semaphore<checked_sync, semaphore>> destroys{
    {.name = "models/sync/counting_semaphore/destroyed",
     .story = "The thread that got a permit destroys the semaphore."}};

static const model<giving<checked_sync, basic_counting_semaphore<spurious<checked_sync>>, 2, 1, 2>>
    wakes_spuriously{{.name = "models/sync/counting_semaphore/spurious",
                      .story = "The waits that it is made of may end for no reason."}};

static const model<giving<checked_sync, two_word_semaphore<checked_sync>, 1, 1, 1>> in_two_words{
    {.name = "models/sync/counting_semaphore/two_words",
     .story = "The sleepers are counted in a word of their own, with seq_cst."}};

static const model<one_permit<checked_sync, basic_counting_semaphore<unacquired<checked_sync>>>>
    without_acquire_{{.name = "models/sync/counting_semaphore/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To take a permit acquires nothing."}};

static const model<one_permit<checked_sync, basic_counting_semaphore<unreleased<checked_sync>>>>
    without_release_{{.name = "models/sync/counting_semaphore/without_release",
                      .expect = verdict::data_race,
                      .story = "To give a permit releases nothing."}};

static const model<giving<checked_sync, basic_counting_semaphore<silent<checked_sync>>, 1, 1, 1>>
    without_notify{{.name = "models/sync/counting_semaphore/without_notify",
                    .expect = verdict::deadlock,
                    .story = "To give a permit wakes nobody."}};

static const model<trying_for_permits<checked_sync, basic_counting_semaphore<torn<checked_sync>>>>
    torn_{{.name = "models/sync/counting_semaphore/torn",
           .expect = verdict::assertion_failed,
           .story = "To take a permit is to look and then to write: three get two permits."}};

static const model<giving<checked_sync, two_word_semaphore<unordered<checked_sync>>, 1, 1, 1>>
    unordered_{{.name = "models/sync/counting_semaphore/two_words_unordered",
                .expect = verdict::deadlock,
                .story = "The sleepers are counted in a word of their own, without seq_cst: a "
                         "release finds none, and one that goes to sleep finds no permit."}};

static const model<
    giving<checked_sync, two_word_semaphore<checked_sync, looks::before_adding>, 1, 1, 1>>
    looks_first{{.name = "models/sync/counting_semaphore/looks_first",
                 .expect = verdict::deadlock,
                 .story = "A release looks for sleepers before it adds: one that goes to sleep in "
                          "between is not woken."}};

static const model<destroying_a_semaphore<checked_sync, two_word_semaphore<checked_sync>>>
    destroys_two_words{{.name = "models/sync/counting_semaphore/two_words_destroyed",
                        .expect = verdict::use_after_free,
                        .story = "A release adds a permit and then looks for sleepers in what the "
                                 "thread that got the permit has destroyed."}};

} // namespace heddle::models
