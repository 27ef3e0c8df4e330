/// The `main` of heddle-scenarios and heddle-scenarios-tsan.
///
///     PROGRAM --list           one JSON object a line: what a scenario is, but for its body
///     PROGRAM NAME [--runs N]  runs that scenario's body N times (1); status 0 when it returns
///
/// This file is not instrumented, and the way to a body neither allocates nor prints: under Heddle
/// all of `main` is part of every execution.

#include <heddle/scenario.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

constexpr int usage_error = 2;

void print_json_string(std::string_view text) {
    std::putchar('"');
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte == '"' || byte == '\\') {
            std::printf("\\%c", byte);
        } else if (byte < 0x20) {
            std::printf("\\u%04x", static_cast<unsigned>(byte));
        } else {
            std::putchar(byte);
        }
    }
    std::putchar('"');
}

void print_json(const heddle::scenario& scenario) {
    std::printf("{\"name\": ");
    print_json_string(scenario.name);
    std::printf(", \"expect\": ");
    print_json_string(to_string(scenario.expect));
    std::printf(", \"story\": ");
    print_json_string(scenario.story);
    std::printf(", \"file\": ");
    print_json_string(scenario.file);
    std::printf(", \"line\": %d, \"tsan\": %s, \"outcomes\": [", scenario.line,
                scenario.under_tsan ? "true" : "false");
    const char* separator = "";
    for (const char* outcome : scenario.outcomes) {
        std::printf("%s", separator);
        print_json_string(outcome);
        separator = ", ";
    }
    std::printf("]}\n");
}

/// Says what is wrong with a scenario as it was written, if anything is.
bool is_well_formed(const heddle::scenario& scenario) {
    if (scenario.name == nullptr || scenario.body == nullptr) {
        std::fprintf(stderr, "%s:%d: the scenario has no %s\n", scenario.file, scenario.line,
                     scenario.name == nullptr ? "name" : "body");
        return false;
    }
    return true;
}

bool are_distinct(const heddle::scenario& first, const heddle::scenario& second) {
    if (std::strcmp(first.name, second.name) != 0) {
        return true;
    }
    std::fprintf(stderr, "two scenarios are called \"%s\": %s:%d and %s:%d\n", first.name,
                 first.file, first.line, second.file, second.line);
    return false;
}

int list() {
    std::vector<const heddle::scenario*> scenarios;
    for (const auto* each = heddle::first_scenario(); each != nullptr;
         each = heddle::next_scenario(*each)) {
        if (!is_well_formed(*each)) {
            return usage_error;
        }
        scenarios.push_back(each);
    }
    std::sort(scenarios.begin(), scenarios.end(), [](const auto* left, const auto* right) {
        return std::strcmp(left->name, right->name) < 0;
    });
    for (std::size_t index = 1; index < scenarios.size(); ++index) {
        if (!are_distinct(*scenarios[index - 1], *scenarios[index])) {
            return usage_error;
        }
    }
    for (const auto* each : scenarios) {
        print_json(*each);
    }
    return 0;
}

int run(const char* name, long runs) {
    const heddle::scenario* found = nullptr;
    for (const auto* each = heddle::first_scenario(); each != nullptr;
         each = heddle::next_scenario(*each)) {
        if (!is_well_formed(*each)) {
            return usage_error;
        }
        if (std::strcmp(each->name, name) == 0) {
            if (found != nullptr && !are_distinct(*each, *found)) {
                return usage_error;
            }
            found = each;
        }
    }
    if (found == nullptr) {
        std::fprintf(stderr, "no scenario is called \"%s\"; --list shows them all\n", name);
        return usage_error;
    }
    for (long done = 0; done < runs; ++done) {
        found->body();
    }
    return 0;
}

/// @return the number that `text` is, or 0 when it is not a positive number
long positive_number(const char* text) {
    char* end = nullptr;
    const long number = std::strtol(text, &end, 10);
    return *text != '\0' && *end == '\0' && number > 0 ? number : 0;
}

int usage(const char* program) {
    std::fprintf(stderr, "usage: %s --list\n       %s NAME [--runs N]\n", program, program);
    return usage_error;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
        return list();
    }
    if (argc == 2 && argv[1][0] != '-') {
        return run(argv[1], 1);
    }
    if (argc == 4 && argv[1][0] != '-' && std::strcmp(argv[2], "--runs") == 0) {
        if (const long runs = positive_number(argv[3]); runs > 0) {
            return run(argv[1], runs);
        }
    }
    return usage(argv[0]);
}
