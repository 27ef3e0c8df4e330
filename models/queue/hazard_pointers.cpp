#include "models/queue/hazard_pointers.hpp"

#include "models/faults/weakened.hpp"
#include "primitives/queue/hazard_pointers.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

static const model<reading_while_retired<checked_sync, eager_hazards, 1>> one_reader{
    {.name = "models/queue/hazard_pointers",
     .story = "One thread retires a node that another one reads."}};

static const model<reading_while_retired<checked_sync, roomy_hazards, 2>> two_readers{
    {.name = "models/queue/hazard_pointers/two_readers",
     .story = "One thread retires a node that two others read."}};

static const model<reading_while_retired<checked_sync, eager_hazards, 1, 1>> others_record{
    {.name = "models/queue/hazard_pointers/new_record",
     .story = "A thread reads a node under a record that a third one has added."}};

static const model<replacing<checked_sync, eager_hazards>> replaces{
    {.name = "models/queue/hazard_pointers/replacing",
     .story = "Two threads replace a node, and retire what they have replaced."}};

static const model<reading_while_retired<checked_sync, no_hazards, 1>> without_hazard{
    {.name = "models/queue/hazard_pointers/without_hazard",
     .expect = verdict::use_after_free,
     .story = "A node is deleted although another thread is about to read it.",
     .relacy_misses = "it switches threads before atomic operations only: here the link and the "
                      "node behind it are read in one step"}};

static const model<reading_while_retired<checked_sync, blind_hazards, 1>> without_second_look{
    {.name = "models/queue/hazard_pointers/without_second_look",
     .expect = verdict::use_after_free,
     .story = "A node is published as a hazard when it is already deleted."}};

static const model<reading_while_retired<unordered<checked_sync>, eager_hazards, 1>>
    without_seq_cst_{
        {.name = "models/queue/hazard_pointers/without_seq_cst",
         .expect = verdict::use_after_free,
         .story =
             "The hazard is published, and the link read again, in no order that others see."}};

static const model<reading_while_retired<unreleased<checked_sync>, eager_hazards, 1>>
    without_release_{
        {.name = "models/queue/hazard_pointers/without_release",
         .expect = verdict::data_race,
         .story = "To give a record back releases nothing: who has it next may not see its list."}};

} // namespace heddle::models
