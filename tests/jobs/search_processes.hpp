// The processes of a search, as the system lists them.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace heddle::tests {

struct search_process {
    pid_t number;
    pid_t parent;
    bool explores; ///< It has a second thread, to watch the first; else it only keeps a state.
};

/// The processes that run `program` with `argument`, oldest first.
std::vector<search_process> processes_of(std::string const& program, std::string const& argument);

/// Those of them that the first has made.
std::vector<search_process> made_by_first(std::vector<search_process> const& all);

} // namespace heddle::tests
