#include "cli/failure.hpp"
#include "cli/run_and_report.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace heddle::cli {
namespace {

/// An empty token would mean a search to the runtime. A long one is `@` and the file that holds it.
void require_token(const std::string& token) {
    if (token.empty()) throw usage_error("replay: the token is empty");
    if (token.front() != '@') return;
    const std::string name = token.substr(1);
    std::ifstream file(name);
    if (!file) throw usage_error(fmt::format("replay: {}: {}", name, std::strerror(errno)));
    if (file.peek() == std::ifstream::traits_type::eof())
        throw usage_error(fmt::format("replay: {} holds no token", name));
}

} // namespace

exit_code replay(const run_options& options) {
    require_token(options.search.replay);
    return run_and_report(options, 0);
}

} // namespace heddle::cli
