/// The `heddle` command: parses the command line and hands over to a subcommand.

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/search.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <thread>

namespace {

using namespace heddle::cli;

constexpr const char* exit_codes = R"(
Exit status:
  0  no bug, and the search is complete (check: every verdict is as expected)
  1  a bug was found (check: some verdict is not as expected)
  2  the command line is wrong, or PROGRAM is missing or not built with Heddle
  3  no bug, but a bound or a budget ended the search
  4  the program cannot be checked: nondeterministic, or not simulated
)";

constexpr const char* overview = R"(
  heddle-c++ -std=c++20 prog.cpp -o prog && heddle run ./prog

`heddle COMMAND --help` shows a command's options.
)";

/// The parser cannot know that a program and its arguments end the line, so its usage is replaced.
class usage_formatter : public CLI::Formatter {
public:
    explicit usage_formatter(std::string usage) : usage_(std::move(usage)) {}

    [[nodiscard]] std::string make_usage(const CLI::App*, std::string) const override {
        return "Usage: " + usage_ + "\n";
    }

private:
    std::string usage_;
};

void set_usage(CLI::App& command, const std::string& usage) {
    command.formatter(std::make_shared<usage_formatter>(usage));
}

using action = std::function<exit_code()>;

/// What the parser fills in, and what is to be done with it.
struct command_line {
    run_options run;
    run_options replay;
    check_options check;
    check_options list;
    new_options create;
    orders_options orders;
    action chosen;
};

CLI::Option* add_scenarios_option(CLI::App& command, std::string& folder,
                                  std::vector<std::string>& patterns) {
    command
        .add_option("--scenarios", folder, "Folder of heddle-scenarios (default: beside heddle)")
        ->type_name("DIR");
    return command.add_option("NAME", patterns,
                              "Scenarios by name or glob, such as 'queue/*' (default: all)");
}

void add_timeout_option(CLI::App& command, double& seconds) {
    command.add_option("--timeout", seconds, "Limit for the model checker on one scenario")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
}

/// The program and its arguments are what follows heddle's own options; an option that comes first
/// and was not understood is a mistake, not a program.
std::vector<std::string> program_of(const CLI::App& command) {
    std::vector<std::string> words = command.remaining();
    if (!words.empty() && words.front() == "--")
        words.erase(words.begin());
    else if (!words.empty() && words.front().starts_with('-'))
        throw usage_error(fmt::format("{}: unknown option {}", command.get_name(), words.front()));
    if (words.empty()) throw usage_error(fmt::format("{}: PROGRAM is missing", command.get_name()));
    return words;
}

void add_run(CLI::App& app, command_line& line) {
    CLI::App& command = *app.add_subcommand("run", "Model-check a program that has a main()");
    add_search_options(command, line.run.search);
    add_output_options(command, line.run.output);
    command.prefix_command();
    set_usage(command, "heddle run [OPTIONS] PROGRAM [ARGS...]\n\n"
                       "PROGRAM was compiled and linked with heddle-c++ or heddle-cc.");
    command.footer(exit_codes);
    command.parse_complete_callback([&] {
        line.chosen = [&] {
            line.run.command = program_of(command);
            return run(line.run);
        };
    });
}

void add_replay(CLI::App& app, command_line& line) {
    CLI::App& command =
        *app.add_subcommand("replay", "Run one execution again and show its every step");
    add_search_options(command, line.replay.search);
    add_output_options(command, line.replay.output);
    command.add_option("TOKEN", line.replay.search.replay, "From a report's `heddle replay` line")
        ->required();
    command.prefix_command();
    set_usage(command, "heddle replay [OPTIONS] TOKEN PROGRAM [ARGS...]");
    command.footer(exit_codes);
    command.parse_complete_callback([&] {
        line.chosen = [&] {
            line.replay.command = program_of(command);
            return replay(line.replay);
        };
    });
}

void add_check(CLI::App& app, command_line& line) {
    CLI::App& command =
        *app.add_subcommand("check", "Run every scenario under every checker: the verdict matrix");
    line.check.search.jobs = std::max(1U, std::thread::hardware_concurrency());
    add_search_options(command, line.check.search);
    add_output_options(command, line.check.output);
    add_scenarios_option(command, line.check.scenarios, line.check.patterns);
    command
        .add_option("--runs", line.check.sanitizer_runs,
                    "Most ThreadSanitizer runs of a scenario (0: none)")
        ->type_name("N")
        ->capture_default_str();
    add_timeout_option(command, line.check.timeout);
    command.footer(exit_codes);
    command.parse_complete_callback([&] { line.chosen = [&] { return check(line.check); }; });
}

void add_list(CLI::App& app, command_line& line) {
    CLI::App& command =
        *app.add_subcommand("list", "List the scenarios: name, expected verdict, story");
    add_output_options(command, line.list.output);
    command.footer("");
    add_scenarios_option(command, line.list.scenarios, line.list.patterns);
    command.parse_complete_callback([&] { line.chosen = [&] { return list(line.list); }; });
}

void add_new(CLI::App& app, command_line& line) {
    CLI::App& command = *app.add_subcommand("new", "Write scenarios/NAME.cpp from a template");
    command.footer("");
    command.add_option("NAME", line.create.name, "Such as queue/lost_wakeup")->required();
    command.add_option("--expect", line.create.expect, "The verdict to expect")
        ->capture_default_str();
    command.parse_complete_callback([&] { line.chosen = [&] { return create(line.create); }; });
}

void add_orders(CLI::App& app, command_line& line) {
    CLI::App& command = *app.add_subcommand(
        "orders", "Try other memory orders: which could be weaker, which must be stronger");
    line.orders.jobs = std::max(1U, std::thread::hardware_concurrency());
    add_output_options(command, line.orders.output);
    command.add_option("--memory-model", line.orders.search.memory_model, "rc11 or sc")
        ->check(CLI::IsMember({"rc11", "sc"}))
        ->capture_default_str();
    command.add_option("--jobs", line.orders.jobs, "Searches at the same time")
        ->type_name("N")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    add_timeout_option(command, line.orders.timeout);
    command
        .add_option("--in", line.orders.files, "Weaken only operations in the files of this glob")
        ->type_name("GLOB");
    add_scenarios_option(command, line.orders.scenarios, line.orders.patterns)->required();
    command.footer("Exit status: 0 when each order is needed or has a reason (`order kept:` in a\n"
                   "comment on the operation), 1 when one could be weaker or a scenario fails,\n"
                   "2 for a wrong command line, 3 when a search came to no end.");
    command.parse_complete_callback([&] { line.chosen = [&] { return orders(line.orders); }; });
}

bool has_command(const CLI::App& app, const std::string& name) {
    return !app.get_subcommands([&](const CLI::App* each) { return each->get_name() == name; })
                .empty();
}

int complain(const std::string& message) {
    // A parser's message may span lines; the promise is one.
    std::string one_line = message;
    for (char& c : one_line)
        if (c == '\n') c = ' ';
    std::fprintf(stderr, "heddle: %s\n", one_line.c_str());
    return static_cast<int>(exit_code::usage);
}

int parse_and_run(int argc, char** argv) {
    CLI::App app("Heddle: a model checker for unmodified C++", "heddle");
    command_line line;
    app.set_version_flag("--version", "heddle 0.1.0");
    app.require_subcommand(1);
    app.footer(overview);
    add_run(app, line);
    add_check(app, line);
    add_list(app, line);
    add_replay(app, line);
    add_orders(app, line);
    add_new(app, line);
    if (argc > 1 && argv[1][0] != '-' && !has_command(app, argv[1]))
        throw usage_error(fmt::format("{}: there is no such command (heddle --help)", argv[1]));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
        throw usage_error(fmt::format("{} (heddle --help)", error.what()));
    }
    return static_cast<int>(line.chosen());
}

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc > 0) set_own_name(argv[0]);
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {
        return complain(error.what());
    }
}
