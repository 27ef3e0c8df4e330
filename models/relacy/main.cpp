/// heddle-relacy: the models under Relacy, a model checker of another make.
///
///     heddle-relacy --list                 one JSON object a line: a model, and what it should get
///     heddle-relacy NAME [options]         one JSON object: what Relacy says of it
///         --executions N                   most executions of each of its three searches (20000)
///         --history                        then, the execution with a bug, step by step

#include "models/relacy/relacy_model.hpp"
#include "models/relacy/search.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using heddle::models::relacy_model;

constexpr std::uint64_t default_executions = 20'000;

const relacy_model* find(std::string_view name) {
    for (const auto* each = relacy_model::last; each != nullptr; each = each->next) {
        if (each->about.name == name) return each;
    }
    return nullptr;
}

/// The verdicts of Heddle that say the same; `lock_misuse` of Relacy's own mutexes cannot happen.
std::string_view verdict_of(std::string_view found) {
    if (found == "DATA RACE" || found == "ACCESS TO UNINITIALIZED VARIABLE") return "data_race";
    if (found == "DEADLOCK") return "deadlock";
    if (found == "LIVELOCK") return "livelock";
    if (found == "ACCESS TO FREED MEMORY") return "use_after_free";
    if (found == "DOUBLE FREE") return "double_free";
    if (found == "MEMORY LEAK" || found == "RESOURCE LEAK") return "memory_leak";
    return "assertion_failed";
}

void list() {
    for (const auto* each = relacy_model::last; each != nullptr; each = each->next) {
        nlohmann::ordered_json line{{"name", each->about.name},
                                    {"expect", to_string(each->about.expect)}};
        if (each->about.relacy_misses != nullptr) line["misses"] = each->about.relacy_misses;
        std::cout << line.dump() << '\n';
    }
}

void run(const relacy_model& model, std::uint64_t executions, bool with_history) {
    const auto result = heddle::models::search(model, executions, with_history);
    nlohmann::ordered_json line{{"verdict", result.found != nullptr ? verdict_of(result.found)
                                            : result.is_complete    ? "correct"
                                                                    : "silent"},
                                {"complete", result.is_complete},
                                {"executions", result.executions}};
    if (result.found != nullptr) line["message"] = result.found;
    std::cout << line.dump() << '\n' << result.history;
}

} // namespace

int main(int argc, char** argv) {
    bool wants_list = false;
    bool wants_history = false;
    std::string name;
    std::uint64_t executions = default_executions;
    CLI::App app{"The models under Relacy"};
    app.add_flag("--list", wants_list, "List the models");
    app.add_flag("--history", wants_history, "Write the execution that has a bug");
    app.add_option("--executions", executions, "Most executions of each search")
        ->check(CLI::PositiveNumber);
    app.add_option("NAME", name, "The model to run");
    CLI11_PARSE(app, argc, argv);
    if (wants_list) {
        list();
        return 0;
    }
    const relacy_model* const model = find(name);
    if (model == nullptr) {
        std::cerr << "no model is called \"" << name << "\"; --list shows them all\n";
        return 2;
    }
    run(*model, executions, wants_history);
}
