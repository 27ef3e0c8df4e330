#include "bench/relacy_run.hpp"

#include <stdexcept>

namespace heddle::tests {

#ifdef RELACY_PROGRAM

bool relacy_is_there() {
    return true;
}

heddle_result relacy_run(std::string const& program, std::chrono::seconds limit) {
    heddle_result result;
    // It ends by itself; the process's limit is for one that does not.
    result.process = run_process({RELACY_PROGRAM, program, std::to_string(limit.count())},
                                 {.limit = limit + std::chrono::seconds{60}});
    result.report = nlohmann::json::parse(result.process.out, nullptr, false);
    return result;
}

#else

bool relacy_is_there() {
    return false;
}

heddle_result relacy_run(std::string const& /*program*/, std::chrono::seconds /*limit*/) {
    throw std::logic_error{"built without Relacy"};
}

#endif

} // namespace heddle::tests
