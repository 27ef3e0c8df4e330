#include "lock_observation.hpp"

#include "support/heddle_run.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace heddle::tests {

namespace {

/// The step that an access belongs to: the number in "read_at<3ul>" or "write_at<3ul>", one of
/// lock_litmus.cpp's functions.
plain_access access_of(nlohmann::json const& access) {
    auto const wanted = text_of(access, "operation") + "_at<";
    for (auto const& frame : access.at("stack")) {
        auto const function = text_of(frame, "function");
        if (auto const place = function.find(wanted); place != std::string::npos) {
            return {number_of(access, "thread") - 1, // thread 0 is main
                    std::stoul(function.substr(place + wanted.size()))};
        }
    }
    throw std::runtime_error{"an access that is at no step: " + access.dump()};
}

racing_pair pair_of(nlohmann::json const& bug) {
    auto const& accesses = bug.at("accesses");
    if (accesses.size() != 2) {
        throw std::runtime_error{"a race that is not one of two accesses: " + bug.dump()};
    }
    auto const one = access_of(accesses[0]);
    auto const other = access_of(accesses[1]);
    return {std::min(one, other), std::max(one, other)};
}

void add_bug(lock_behaviours& seen, nlohmann::json const& bug) {
    auto const kind = text_of(bug, "kind");
    if (kind == "data_race") {
        seen.races.insert(pair_of(bug));
    } else if (kind == "deadlock") {
        seen.deadlock = true;
    } else {
        throw std::runtime_error{"an unexpected bug: " + bug.dump()};
    }
}

std::set<std::string> lines_of(std::string const& file) {
    std::set<std::string> lines;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        lines.insert(line);
    }
    return lines;
}

} // namespace

lock_behaviours observe(std::string const& program, std::string const& memory_model) {
    temporary_directory const directory;
    auto const file = directory.path() + "/outcomes";
    auto const run = heddle_run(
        {"--keep-going", "--memory-model", memory_model, LOCK_LITMUS_PROGRAM, program, file});
    auto const& report = run.report;
    // A search that found a bug never calls itself complete.
    auto const verdict = text_of(report, "verdict");
    if (report.contains("incomplete_reason") ||
        flag_of(report, "complete") != (verdict == "correct")) {
        throw std::runtime_error{"no complete search: " + run.process.out + run.process.err};
    }
    lock_behaviours seen;
    seen.executions = number_of(report, "executions");
    seen.outcomes = lines_of(file);
    if (report.contains("bugs")) {
        for (auto const& bug : report["bugs"]) {
            add_bug(seen, bug);
        }
    } else if (report.contains("bug")) {
        add_bug(seen, report["bug"]);
    }
    if ((verdict == "correct") != (!seen.deadlock && seen.races.empty())) {
        throw std::runtime_error{"a verdict that the bugs contradict: " + verdict};
    }
    return seen;
}

} // namespace heddle::tests
