/// @file
/// Names fit for people: demangled functions without the noise of the library's templates, and
/// paths as one would type them.
#pragma once

#include <string>
#include <string_view>

namespace heddle::report {

/// The C++ name of a linker symbol; the symbol itself when it is not a mangled name.
[[nodiscard]] std::string demangle(const char* symbol);

/// Shortens what a reader skips anyway: template arguments beyond a few words become `<…>`, and
/// the ABI's inline namespaces (`std::__1`, `std::__cxx11`) go.
[[nodiscard]] std::string brief_function(std::string_view demangled);

/// Removes `.` and `..` without asking the file system, and makes a path that lies below
/// `directory` relative to it.
[[nodiscard]] std::string brief_path(std::string_view path, std::string_view directory);

/// Whether a (normalised, absolute) path belongs to the system or to Heddle's own headers, so that
/// a report should rather name its caller.
[[nodiscard]] bool is_library_path(std::string_view path);

/// `word` as one argument of a POSIX shell, quoted only when that is needed.
[[nodiscard]] std::string shell_quote(std::string_view word);

} // namespace heddle::report
