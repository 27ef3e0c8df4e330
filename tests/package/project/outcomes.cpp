// Scenarios that say what comes out of them: all of it, and one outcome too few.
#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

static const heddle::scenario all_stated{.name = "outcomes/all",
                                         .body = [] { heddle::outcome(heddle::choose(2)); },
                                         .outcomes = {"0", "1"}};

static const heddle::scenario too_few{.name = "outcomes/too_few",
                                      .body = [] { heddle::outcome(heddle::choose(2)); },
                                      .outcomes = {"0"}};
