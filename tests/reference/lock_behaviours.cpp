#include "lock_behaviours.hpp"

#include <algorithm>

namespace heddle::tests {

namespace {

std::string to_text(racing_pair const& pair) {
    auto const one = [](plain_access const& access) {
        return "step " + std::to_string(access.step) + " of thread " +
               std::to_string(access.thread);
    };
    return one(pair.first) + " and " + one(pair.second);
}

/// What is in `some` and not in `others`.
std::string missing(std::set<std::string> const& some, std::set<std::string> const& others,
                    std::string const& complaint) {
    std::string text;
    for (auto const& each : some) {
        text += others.contains(each) ? "" : complaint + each + '\n';
    }
    return text;
}

} // namespace

std::string difference(lock_behaviours const& expected, lock_behaviours const& seen) {
    std::string text;
    if (expected.races.empty() != seen.races.empty()) {
        return expected.races.empty() ? "a race that there is not: " + to_text(*seen.races.begin())
                                      : "no race, not even " + to_text(*expected.races.begin());
    }
    for (auto const& pair : seen.races) {
        if (!expected.races.contains(pair)) {
            text += "two accesses that do not race: " + to_text(pair) + '\n';
        }
    }
    if (!expected.races.empty()) {
        return text;
    }
    if (expected.deadlock != seen.deadlock) {
        text += seen.deadlock ? "a deadlock that there is not\n" : "no deadlock\n";
    }
    if (expected.executions != seen.executions) {
        text += std::to_string(seen.executions) + " executions, not " +
                std::to_string(expected.executions) + '\n';
    }
    return text + missing(expected.outcomes, seen.outcomes, "never: ") +
           missing(seen.outcomes, expected.outcomes, "impossible: ");
}

} // namespace heddle::tests
