/// @file
/// Colours, which exist only on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace heddle::report {

/// Wraps text in escape sequences, or leaves it alone.
class style {
public:
    explicit style(bool coloured = false) : coloured_(coloured) {}

    [[nodiscard]] std::string good(std::string_view text) const { return wrap("1;32", text); }

    [[nodiscard]] std::string bad(std::string_view text) const { return wrap("1;31", text); }

    [[nodiscard]] std::string warning(std::string_view text) const { return wrap("1;33", text); }

    [[nodiscard]] std::string strong(std::string_view text) const { return wrap("1", text); }

    [[nodiscard]] std::string faint(std::string_view text) const { return wrap("2", text); }

private:
    [[nodiscard]] std::string wrap(std::string_view code, std::string_view text) const {
        if (!coloured_) return std::string(text);
        return std::string("\033[").append(code).append("m").append(text).append("\033[0m");
    }

    bool coloured_;
};

} // namespace heddle::report
