/// @file
/// Writing reports where the options say.
#pragma once

#include "cli/options.hpp"
#include "report/json_report.hpp"
#include "report/text_report.hpp"

#include <string>

namespace heddle::cli {

/// Whether text that goes to this descriptor may be coloured: a terminal, and no NO_COLOR.
[[nodiscard]] bool wants_colour(int descriptor);

/// Columns of the terminal behind a descriptor; 100 when it is none.
[[nodiscard]] std::size_t width_of(int descriptor);

/// The descriptor for text: standard output, unless `--json -` takes that.
[[nodiscard]] int text_descriptor(const output_options& options);

/// Writes text to its descriptor; nothing with --quiet.
void write_text(const output_options& options, const std::string& text);

/// Writes the document to the file that --json names, if any; on standard output it takes one line.
/// @throws usage_error when the file cannot be written
void write_json(const output_options& options, const report::json_document& document);

/// Fails early, before a long search, when --json names a file that cannot be written.
/// @throws usage_error
void require_writable(const output_options& options);

} // namespace heddle::cli
