#include "cli/child_process.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/relacy_run.hpp"
#include "cli/sanitizer_run.hpp"
#include "cli/scenario_list.hpp"
#include "cli/search.hpp"
#include "report/matrix.hpp"
#include "report/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>

namespace heddle::cli {
namespace {

/// Runs every checker on every scenario, a few processes at a time.
class check_session {
public:
    check_session(const check_options& options, scenario_list scenarios);

    /// @return false when a signal ended the session early
    bool run();

    [[nodiscard]] const std::vector<report::scenario_result>& results() const { return results_; }

private:
    using task = std::function<void()>;

    void search_one(std::size_t index);
    void sanitize_one(std::size_t index);
    void run_relacy(std::size_t index);
    void start_more();

    const check_options& options_;
    const scenario_list scenarios_;
    std::vector<report::scenario_result> results_;
    std::deque<task> waiting_;
    std::size_t tasks_;
    child_group children_;
};

check_session::check_session(const check_options& options, scenario_list scenarios)
    : options_(options), scenarios_(std::move(scenarios)), results_(scenarios_.entries.size()) {
    for (std::size_t i = 0; i < results_.size(); ++i) {
        const scenario_entry& entry = scenarios_.entries[i];
        results_[i].name = entry.name;
        results_[i].expected = entry.expect;
        results_[i].story = entry.story;
        results_[i].file = entry.file;
        results_[i].command =
            fmt::format("{} run {} {}", report::shell_quote(own_name()),
                        report::shell_quote(scenarios_.checked), report::shell_quote(entry.name));
        waiting_.push_back([this, i] { search_one(i); });
    }
    if (!scenarios_.sanitized.empty() && options_.sanitizer_runs > 0)
        for (std::size_t i = 0; i < results_.size(); ++i)
            if (scenarios_.entries[i].sanitizer) waiting_.push_back([this, i] { sanitize_one(i); });
    for (std::size_t i = 0; i < results_.size(); ++i)
        if (scenarios_.entries[i].relacy) waiting_.push_back([this, i] { run_relacy(i); });
    tasks_ = waiting_.size();
}

void check_session::search_one(std::size_t index) {
    search_options options = options_.search;
    options.jobs = 1; // the scenarios themselves run side by side
    auto subject = std::make_shared<search>(
        std::vector<std::string>{scenarios_.checked, scenarios_.entries[index].name}, options);
    auto output = std::make_shared<memory_file>("heddle-output");
    child_command command = subject->command();
    command.output = output->descriptor();
    command.timeout = std::chrono::duration<double>(options_.timeout);
    children_.start(command, [this, index, subject, output](const child_end& end) {
        results_[index].heddle = subject->finish(end);
        results_[index].output = output->contents();
        start_more();
    });
}

void check_session::sanitize_one(std::size_t index) {
    auto output = std::make_shared<memory_file>("heddle-tsan");
    const child_command command = sanitizer_command(
        scenarios_.sanitized, scenarios_.entries[index].name, output->descriptor());
    children_.start(command, [this, index, output](const child_end& end) {
        auto& verdict = results_[index].sanitizer;
        const std::size_t runs = verdict ? verdict->runs + 1 : 1;
        verdict = {sanitizer_verdict_of(end, output->contents()), runs};
        // One finding is enough; a silent run proves nothing, so there are more of them.
        if (verdict->verdict == "silent" && runs < options_.sanitizer_runs &&
            children_.interrupted_by() == 0)
            sanitize_one(index);
        else
            start_more();
    });
}

void check_session::run_relacy(std::size_t index) {
    auto output = std::make_shared<memory_file>("heddle-relacy");
    const child_command command =
        relacy_command(scenarios_.relacy, scenarios_.entries[index].name, output->descriptor());
    children_.start(command, [this, index, output](const child_end& end) {
        results_[index].relacy = relacy_verdict_of(end, output->contents());
        results_[index].relacy_misses = scenarios_.entries[index].relacy_misses;
        start_more();
    });
}

void check_session::start_more() {
    const std::size_t jobs = std::max(1U, options_.search.jobs);
    while (children_.size() < jobs && !waiting_.empty() && children_.interrupted_by() == 0) {
        const task next = std::move(waiting_.front());
        waiting_.pop_front();
        next();
    }
}

bool check_session::run() {
    progress_line progress(options_.output);
    start_more();
    children_.run([&] {
        progress.show(
            fmt::format("{} of {} done", tasks_ - waiting_.size() - children_.size(), tasks_));
    });
    for (std::size_t i = 0; i < results_.size(); ++i) {
        auto& each = results_[i];
        each.surprises = report::find_surprises(each.expected, each.heddle, each.sanitizer);
        const auto add = [&](const std::vector<std::string>& more) {
            each.surprises.insert(each.surprises.end(), more.begin(), more.end());
        };
        add(report::find_unexpected_outcomes(scenarios_.entries[i].outcomes, each.heddle));
        if (each.relacy)
            add(report::find_relacy_surprises(each.expected, each.heddle, *each.relacy,
                                              each.relacy_misses));
    }
    return children_.interrupted_by() == 0;
}

} // namespace

exit_code check(const check_options& options) {
    require_writable(options.output);
    check_session session(options, list_scenarios(options));
    if (!session.run()) {
        write_text(options.output, "heddle: interrupted\n");
        return exit_code::incomplete;
    }
    const report::style colours(wants_colour(text_descriptor(options.output)));
    write_text(options.output, report::matrix_text(session.results(), colours));
    write_json(options.output, report::matrix_json(session.results()));
    const bool as_expected = std::all_of(session.results().begin(), session.results().end(),
                                         [](const auto& each) { return each.as_expected(); });
    return as_expected ? exit_code::success : exit_code::bug_found;
}

} // namespace heddle::cli
