#include "cli/progress.hpp"

#include "cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace heddle::cli {
namespace {

std::string brief_count(double number) {
    if (number < 10'000) return fmt::format("{:.0f}", number);
    if (number < 10'000'000) return fmt::format("{:.1f} k", number / 1e3);
    return fmt::format("{:.1f} M", number / 1e6);
}

} // namespace

progress_line::progress_line(const output_options& options)
    : enabled_(options.progress == "always" ||
               (options.progress == "auto" && !options.quiet && isatty(STDERR_FILENO) != 0)),
      terminal_(isatty(STDERR_FILENO) != 0) {}

progress_line::~progress_line() {
    clear();
}

void progress_line::show(const status_page& page) {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    const auto executions = static_cast<double>(page.executions);
    std::string text = fmt::format("{} executions", brief_count(executions));
    if (seconds > 0 && page.executions > 0)
        text += fmt::format(" ({} a second)", brief_count(executions / seconds));
    if (page.blocked > 0)
        text += fmt::format(", {} blocked", brief_count(static_cast<double>(page.blocked)));
    if (page.share_of_tree >= 0)
        text += fmt::format(", about {:.1f} % of the search", page.share_of_tree * 100);
    show(text + fmt::format(", {:.0f} s", seconds));
}

void progress_line::show(const std::string& text) {
    if (!enabled_) return;
    std::string line = "heddle: " + text;
    if (terminal_) line = line.substr(0, width_of(STDERR_FILENO) - 1);
    std::fputs(terminal_ ? ("\r\033[K" + line).c_str() : (line + "\n").c_str(), stderr);
    std::fflush(stderr);
    visible_ = true;
}

void progress_line::clear() {
    if (visible_ && terminal_) {
        std::fputs("\r\033[K", stderr);
        std::fflush(stderr);
    }
    visible_ = false;
}

} // namespace heddle::cli
