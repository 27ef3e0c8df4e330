// The document that tells the tool how a search ended (see checkers/report/raw_report.hpp).
#pragma once

#include "world/session.hpp"
#include "world/state.hpp"
#include "world/workers.hpp"

#include <nlohmann/json.hpp>

namespace heddle::world {

/// How many executions, and so on.
struct tally : counts {
    std::string checkpoints; // "used", or why not
    double seconds = 0;
};

/// What replays the execution that was run last; empty when that is too long to be typed.
[[nodiscard]] std::string token_of_execution();
/// Words for what each thread waits for, when all that are unfinished wait.
void describe_waiting(bug& b);
/// The bug just found, with the execution that shows it (the last one run, with tracing on). One of
/// the kind `correct` is none: just the execution.
[[nodiscard]] nlohmann::json describe(const bug& b);
[[nodiscard]] nlohmann::json document(const options& wanted, const tally& t,
                                      const std::string& verdict, bool complete,
                                      const std::string& reason);
/// The document of a search that does not begin, since the program does here what is not simulated.
[[nodiscard]] nlohmann::json refusal(const std::string& message);
void write_document(const nlohmann::json& d, int fd);

} // namespace heddle::world
