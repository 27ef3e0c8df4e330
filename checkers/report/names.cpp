#include "report/names.hpp"

#include <cxxabi.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace heddle::report {
namespace {

constexpr std::size_t longest_template_argument_list = 24;

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
}

/// The index after the `>` that closes the `<` at `open`, or npos.
std::size_t end_of_arguments(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '<') ++depth;
        if (text[i] == '>' && text[i - 1] != '-' && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

} // namespace

std::string demangle(const char* symbol) {
    // Without this prefix the demangler would take a variable called `b` for the type bool.
    if (!std::string_view(symbol).starts_with("_Z")) return symbol;
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
    return status == 0 && name ? std::string(name.get()) : std::string(symbol);
}

std::string brief_function(std::string_view demangled) {
    std::string result;
    for (std::size_t i = 0; i < demangled.size();) {
        // `operator<`, `operator<<` and `operator<=>` open no argument list.
        const bool is_operator = result.ends_with("operator") || result.ends_with("operator<");
        const std::size_t end = demangled[i] == '<' && !is_operator ? end_of_arguments(demangled, i)
                                                                    : std::string_view::npos;
        if (end != std::string_view::npos && end - i > longest_template_argument_list) {
            result += "<...>";
            i = end;
        } else {
            result += demangled[i++];
        }
    }
    erase_all(result, "__cxx11::");
    erase_all(result, "std::__1::");
    erase_all(result, " [clone .isra.0]");
    return result;
}

std::string brief_path(std::string_view path, std::string_view directory) {
    if (path.empty()) return {};
    std::string normal = std::filesystem::path(path).lexically_normal().string();
    const std::string prefix = std::string(directory) + "/";
    if (!directory.empty() && normal.starts_with(prefix)) return normal.substr(prefix.size());
    return normal;
}

bool is_library_path(std::string_view path) {
    constexpr std::array<std::string_view, 2> user_folders{"/usr/src/", "/usr/local/src/"};
    for (std::string_view folder : user_folders)
        if (path.starts_with(folder)) return false;
    return path.starts_with("/usr/") || path.starts_with("/lib/") || path.starts_with("/lib64/") ||
           path.find("/include/heddle/") != std::string_view::npos;
}

std::string shell_quote(std::string_view word) {
    constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-+=./,:@%";
    if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos)
        return std::string(word);
    std::string quoted = "'";
    for (char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

} // namespace heddle::report
