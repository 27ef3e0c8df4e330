#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_and_report.hpp"
#include "cli/search.hpp"

#include <unistd.h>

namespace heddle::cli {

exit_code run_and_report(const run_options& options, std::size_t longest_trace) {
    require_writable(options.output);
    progress_line progress(options.output);
    search_options wanted = options.search;
    wanted.estimate = progress.enabled();
    const search subject(options.command, wanted);
    report::run_report result;
    {
        child_group children;
        child_command command = subject.command();
        // Whoever reads JSON from standard output must find nothing else there.
        command.output_to_error = text_descriptor(options.output) != STDOUT_FILENO;
        children.start(command, [&](const child_end& end) { result = subject.finish(end); });
        children.run([&] { progress.show(subject.status()); });
        progress.clear();
    }
    // The runtime alone can tell that a token is none, or belongs to another program.
    if (!options.search.replay.empty() && result.verdict == "incomplete" &&
        result.incomplete_reason.find("token") != std::string::npos)
        throw usage_error("replay: " + result.incomplete_reason);
    const int descriptor = text_descriptor(options.output);
    write_text(options.output, report::to_text(result, {.coloured = wants_colour(descriptor),
                                                        .longest_trace = longest_trace,
                                                        .width = width_of(descriptor)}));
    write_json(options.output, report::to_json(result));
    return report::exit_code_of(result.verdict);
}

exit_code run(const run_options& options) {
    return run_and_report(options, 60);
}

} // namespace heddle::cli
