#include "cli/search_batch.hpp"

#include "cli/child_process.hpp"
#include "cli/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace heddle::cli {

search_batch::search_batch(std::string program, const search_options& options,
                           unsigned side_by_side, double timeout, const output_options& output)
    : program_(std::move(program)),
      options_(options),
      side_by_side_(std::max(1U, side_by_side)),
      timeout_(timeout),
      progress_(output) {
    options_.jobs = 1;
    options_.order_sites = true;
}

std::vector<report::run_report> search_batch::run(const std::vector<search_job>& jobs) {
    std::vector<report::run_report> results(jobs.size());
    child_group children;
    std::size_t next = 0;
    std::function<void()> start_more = [&] {
        while (children.size() < side_by_side_ && next < jobs.size() &&
               children.interrupted_by() == 0) {
            const std::size_t index = next++;
            search_options options = options_;
            options.orders = jobs[index].orders;
            auto subject = std::make_shared<search>(
                std::vector<std::string>{program_, jobs[index].scenario}, options);
            auto output = std::make_shared<memory_file>("heddle-output"); // which nobody reads
            child_command command = subject->command();
            command.output = output->descriptor();
            command.timeout = std::chrono::duration<double>(timeout_);
            children.start(command, [&, index, subject, output](const child_end& end) {
                results[index] = subject->finish(end);
                ++done_;
                start_more();
            });
        }
    };
    start_more();
    children.run([&] { progress_.show(fmt::format("{} searches done", done_)); });
    if (children.interrupted_by() != 0) throw interrupted{};
    progress_.clear();
    return results;
}

} // namespace heddle::cli
