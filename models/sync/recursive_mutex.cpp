#include "models/sync/recursive_mutex.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_recursive_mutex.hpp"
#include "models/sync/mutex.hpp"
#include "primitives/sync/recursive_mutex.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_recursive_mutex;

static const model<nesting<checked_sync, basic_recursive_mutex>> nests{
    {.name = "models/sync/recursive_mutex",
     .story = "Two threads add to a counter, two levels deep."}};

static const model<nesting<checked_sync, basic_recursive_mutex, 3>> nests_three{
    {.name = "models/sync/recursive_mutex/three",
     .story = "Three threads add to a counter, two levels deep."}};

static const model<nested_tries<checked_sync, basic_recursive_mutex>> tries{
    {.name = "models/sync/recursive_mutex/try_lock", .story = "Two threads try to lock, twice."}};

static const model<giving_up<checked_sync, basic_recursive_mutex>> gives_up{
    {.name = "models/sync/recursive_mutex/try_lock_for",
     .story = "One of three threads that lock may give up."}};

static const model<giving_up_at<checked_sync, basic_recursive_mutex>> gives_up_at{
    {.name = "models/sync/recursive_mutex/try_lock_until",
     .story = "One of two threads that lock may give up, by the clock."}};

static const model<letting_go<checked_sync, basic_recursive_mutex>> lets_go{
    {.name = "models/sync/recursive_mutex/release_all",
     .story = "A thread lets go of all its levels, and takes them back."}};

static const model<looking_on<checked_sync, basic_recursive_mutex>> looks_on{
    {.name = "models/sync/recursive_mutex/observers",
     .story = "What another thread holds is not this one's."}};

static const model<owning<checked_sync, basic_recursive_mutex>> owns{
    {.name = "models/sync/recursive_mutex/owner",
     .story = "Who holds it finds that it is its own."}};

static const model<nesting<unacquired<checked_sync>, basic_recursive_mutex>> without_acquire_{
    {.name = "models/sync/recursive_mutex/without_acquire",
     .expect = verdict::data_race,
     .story = "To lock acquires nothing."}};

static const model<nesting<unreleased<checked_sync>, basic_recursive_mutex>> without_release_{
    {.name = "models/sync/recursive_mutex/without_release",
     .expect = verdict::data_race,
     .story = "To unlock releases nothing."}};

static const model<letting_go<silent<checked_sync>, basic_recursive_mutex>> without_notify{
    {.name = "models/sync/recursive_mutex/without_notify",
     .expect = verdict::deadlock,
     .story = "Neither unlock nor release_all wakes anybody."}};

static const model<owning<checked_sync, disowning_recursive_mutex>> disowns{
    {.name = "models/sync/recursive_mutex/disowning",
     .expect = verdict::assertion_failed,
     .story = "The owner's name is taken away after the unlock: it may be the next one's."}};

static const model<nesting<checked_sync, shallow_recursive_mutex>> is_shallow{
    {.name = "models/sync/recursive_mutex/shallow",
     .expect = verdict::assertion_failed,
     .story = "The first unlock ends it, not the last."}};

static const model<nesting<checked_sync, ownerless_recursive_mutex>> is_ownerless{
    {.name = "models/sync/recursive_mutex/ownerless",
     .expect = verdict::data_race,
     .story = "A depth above 0 is taken for the calling thread's own."}};

} // namespace heddle::models
