#include "cli/commands.hpp"
#include "cli/failure.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace heddle::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* scenario_template = R"(#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario {identifier}_scenario{{
    .name = "{name}",
    .expect = heddle::verdict::{expect},
    .story = "Two threads count to two.",
    .body = [] {{
        std::atomic<int> counter = 0;
        auto add = [&] {{ counter.fetch_add(1, std::memory_order_relaxed); }};
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter == 2);
    }}}};
)";

/// Letters, digits and underscores, in parts that slashes separate; none starts with a digit.
void require_good_name(const std::string& name) {
    const char* const rule =
        "a scenario's name is made of letters, digits, '_' and '/', like queue/lost_wakeup";
    bool at_start = true;
    for (char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool good = at_start ? letter : letter || (c >= '0' && c <= '9') || c == '/';
        if (!good) throw usage_error(fmt::format("{}: {}", name, rule));
        at_start = c == '/';
    }
    if (at_start) throw usage_error(fmt::format("\"{}\": {}", name, rule));
}

/// The nearest `scenarios` folder at or above the current directory, else one to be made in it.
fs::path scenarios_folder() {
    for (fs::path each = fs::current_path();; each = each.parent_path()) {
        if (each.filename() == "scenarios") return each;
        if (fs::is_directory(each / "scenarios")) return each / "scenarios";
        if (each == each.parent_path()) return fs::current_path() / "scenarios";
    }
}

} // namespace

exit_code create(const new_options& options) {
    require_good_name(options.name);
    if (!report::is_verdict(options.expect))
        throw usage_error(fmt::format("--expect {}: there is no such verdict", options.expect));
    const fs::path file = scenarios_folder() / (options.name + ".cpp");
    const std::string shown = file.lexically_proximate(fs::current_path()).string();
    if (fs::exists(file)) throw usage_error(fmt::format("{} exists already", shown));
    std::error_code failure;
    fs::create_directories(file.parent_path(), failure);
    std::ofstream stream(file);
    stream << fmt::format(fmt::runtime(scenario_template), fmt::arg("name", options.name),
                          fmt::arg("identifier", file.stem().string()),
                          fmt::arg("expect", options.expect))
           << std::flush;
    if (!stream) throw usage_error(fmt::format("{}: {}", shown, std::strerror(errno)));
    std::printf(
        "%s\n",
        fmt::format("{} written; build, then: heddle check {}", shown, options.name).c_str());
    return exit_code::success;
}

} // namespace heddle::cli
