#include "models/sync/shared_mutex.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_shared_mutex.hpp"
#include "models/sync/mutex.hpp"
#include "primitives/sync/shared_mutex.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

template <class Sync>
using shared_mutex = sync::basic_shared_mutex<Sync>;

// One reader at a time, and one writer that is known to wait.
template <class Sync>
using narrow_shared_mutex = sync::basic_shared_mutex<Sync, 1, 1>;

// Two readers at a time.
template <class Sync>
using double_shared_mutex = sync::basic_shared_mutex<Sync, 2>;

template <class Sync>
using simple_shared_mutex = flawed_shared_mutex<Sync, shared_mutex_flaw::none>;
template <class Sync>
using barging_shared_mutex = flawed_shared_mutex<Sync, shared_mutex_flaw::readers_barge>;
template <class Sync>
using departing_shared_mutex = flawed_shared_mutex<Sync, shared_mutex_flaw::silent_departure>;
template <class Sync>
using touching_shared_mutex = flawed_shared_mutex<Sync, shared_mutex_flaw::late_touch>;
template <class Sync>
using hasty_shared_mutex = flawed_shared_mutex<Sync, shared_mutex_flaw::early_look>;

static const model<reading_and_writing<checked_sync, shared_mutex>> reads_and_writes{
    {.name = "models/sync/shared_mutex", .story = "A writer and a reader."}};

static const model<reading_and_writing<checked_sync, shared_mutex, 1, 2>> reads{
    {.name = "models/sync/shared_mutex/readers", .story = "A writer and two readers."}};

static const model<reading_and_writing<checked_sync, shared_mutex, 2, 1>> writes{
    {.name = "models/sync/shared_mutex/writers", .story = "Two writers and a reader."}};

static const model<reading_and_writing<checked_sync, narrow_shared_mutex, 0, 3>> narrow_reads{
    {.name = "models/sync/shared_mutex/narrow_readers",
     .story = "Three readers where there is room for one."}};

static const model<reading_and_writing<checked_sync, narrow_shared_mutex, 2, 1>> narrow_writes{
    {.name = "models/sync/shared_mutex/narrow_writers",
     .story = "Two writers, of which one may wait unnoticed, and a reader."}};

static const model<sharing<checked_sync, shared_mutex>> shares{
    {.name = "models/sync/shared_mutex/sharing", .story = "Readers do not keep readers out."}};

static const model<trying_to_share<checked_sync, shared_mutex>> tries{
    {.name = "models/sync/shared_mutex/try_lock", .story = "A writer and a reader try."}};

static const model<writers_first<checked_sync, shared_mutex>> prefers_writers{
    {.name = "models/sync/shared_mutex/preference",
     .story = "A reader that comes while a writer waits goes in after it."}};

static const model<writer_giving_up<checked_sync, shared_mutex>> writer_gives_up{
    {.name = "models/sync/shared_mutex/try_lock_for",
     .story = "A writer that gives up keeps no reader out."}};

static const model<readers_meeting<checked_sync, shared_mutex>> readers_meet{
    {.name = "models/sync/shared_mutex/meeting",
     .story = "A writer that gives up keeps two readers apart no longer."}};

static const model<making_room<checked_sync, double_shared_mutex>> makes_room{
    {.name = "models/sync/shared_mutex/room",
     .story = "Where there is room for two readers, a third one comes in when one leaves."}};

static const model<reader_giving_up<checked_sync, shared_mutex>> reader_gives_up{
    {.name = "models/sync/shared_mutex/try_lock_shared_for",
     .story = "A reader that gives up leaves another one to be let in."}};

static const model<giving_up_at<checked_sync, shared_mutex>> gives_up_at{
    {.name = "models/sync/shared_mutex/try_lock_until",
     .story = "One of two writers may give up, by the clock."}};

static const model<reader_giving_up_at<checked_sync, shared_mutex>> reader_gives_up_at{
    {.name = "models/sync/shared_mutex/try_lock_shared_until",
     .story = "A reader that a writer keeps out may give up, by the clock."}};

static const model<outliving<checked_sync, shared_mutex>> is_outlived{
    {.name = "models/sync/shared_mutex/destruction",
     .story = "The last of two that have it destroys it."}};

static const model<writers_first<checked_sync, simple_shared_mutex>> simple_prefers_writers{
    {.name = "models/sync/shared_mutex/simple",
     .story = "The lock of which the broken ones are made, without a flaw."}};

static const model<reading_and_writing<unacquired<checked_sync>, shared_mutex>> without_acquire_{
    {.name = "models/sync/shared_mutex/without_acquire",
     .expect = verdict::data_race,
     .story = "To lock acquires nothing."}};

static const model<reading_and_writing<unreleased<checked_sync>, shared_mutex>> without_release_{
    {.name = "models/sync/shared_mutex/without_release",
     .expect = verdict::data_race,
     .story = "To unlock releases nothing."}};

static const model<reading_and_writing<silent<checked_sync>, shared_mutex>> without_notify{
    {.name = "models/sync/shared_mutex/without_notify",
     .expect = verdict::deadlock,
     .story = "To unlock wakes nobody."}};

static const model<trying_to_share<torn<checked_sync>, shared_mutex>> torn_{
    {.name = "models/sync/shared_mutex/torn",
     .expect = verdict::data_race,
     .story = "To try is to look and then to write."}};

static const model<reading_and_writing<checked_sync, hasty_shared_mutex>> is_hasty{
    {.name = "models/sync/shared_mutex/early_look",
     .expect = verdict::data_race,
     .story = "Who finds the lock free goes in, without looking again."}};

static const model<writers_first<checked_sync, barging_shared_mutex>> readers_barge{
    {.name = "models/sync/shared_mutex/barging_readers",
     .expect = verdict::assertion_failed,
     .story = "Readers that wait do not mind writers that do: they overtake them."}};

static const model<writer_giving_up<checked_sync, departing_shared_mutex>> departs_silently{
    {.name = "models/sync/shared_mutex/silent_departure",
     .expect = verdict::deadlock,
     .story = "A writer that gives up does not wake the readers that it kept out."}};

static const model<outliving<checked_sync, touching_shared_mutex>> touches_late{
    {.name = "models/sync/shared_mutex/late_touch",
     .expect = verdict::use_after_free,
     .story = "To unlock is not over when the lock is free: it may be gone by then."}};

} // namespace heddle::models
