#include "cli/output.hpp"

#include "cli/failure.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace heddle::cli {
namespace {

void write_all(std::FILE* stream, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

// A string may hold any bytes: a program's message need not be UTF-8.
std::string dump(const report::json_document& document, int indent) {
    return document.dump(indent, ' ', false, report::json_document::error_handler_t::replace) +
           "\n";
}

} // namespace

bool wants_colour(int descriptor) {
    const char* refused = std::getenv("NO_COLOR");
    return isatty(descriptor) != 0 && (refused == nullptr || *refused == '\0');
}

std::size_t width_of(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    return 100;
}

int text_descriptor(const output_options& options) {
    return options.json == "-" ? STDERR_FILENO : STDOUT_FILENO;
}

void write_text(const output_options& options, const std::string& text) {
    if (!options.quiet)
        write_all(text_descriptor(options) == STDOUT_FILENO ? stdout : stderr, text);
}

void write_json(const output_options& options, const report::json_document& document) {
    if (options.json.empty()) return;
    if (options.json == "-") {
        write_all(stdout, dump(document, -1));
        return;
    }
    std::ofstream file(options.json);
    file << dump(document, 2) << std::flush;
    if (!file) throw usage_error(fmt::format("--json {}: {}", options.json, std::strerror(errno)));
}

void require_writable(const output_options& options) {
    if (options.json.empty() || options.json == "-") return;
    if (!std::ofstream(options.json, std::ios::app))
        throw usage_error(fmt::format("--json {}: {}", options.json, std::strerror(errno)));
}

} // namespace heddle::cli
