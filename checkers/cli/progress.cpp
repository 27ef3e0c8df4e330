#include "cli/progress.hpp"

#include "cli/output.hpp"
#include "cli/time_left.hpp"

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

std::string brief_time(double seconds) {
    if (seconds < 120) return fmt::format("{:.0f} s", seconds);
    if (seconds < 2 * 3600) return fmt::format("{:.0f} min", seconds / 60);
    if (seconds < 48 * 3600) return fmt::format("{:.0f} h", seconds / 3600);
    if (seconds < 1000.0 * 24 * 3600) return fmt::format("{:.0f} days", seconds / (24 * 3600));
    return "years";
}

std::string brief_share(double done, const interval& size) {
    const std::string low = fmt::format("{:.1f}", 100 * done / size.high);
    const std::string high = fmt::format("{:.1f}", 100 * done / size.low);
    return low == high ? fmt::format("{} % done", low) : fmt::format("{} to {} % done", low, high);
}

std::string brief(const interval& left) {
    const std::string low = brief_time(left.low);
    const std::string high = brief_time(left.high);
    if (low == high) return "about " + low + " left";
    return low + " to " + high + " left";
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
    text += fmt::format(", {}", brief_time(seconds));
    const descents all{static_cast<double>(page.probes), page.probed_leaves, page.probed_squares,
                       page.probed_largest};
    const double done = executions + static_cast<double>(page.blocked);
    if (const auto size = leaves(all, done)) text += ", " + brief_share(done, *size);
    if (const auto left = time_left(all, done, seconds)) text += ", " + brief(*left);
    show(text);
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
