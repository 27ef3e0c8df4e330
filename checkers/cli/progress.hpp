/// @file
/// Signs of life on standard error.
#pragma once

#include "cli/options.hpp"
#include "cli/status_page.hpp"

#include <chrono>
#include <string>

namespace heddle::cli {

/// Shows one line that is rewritten on a terminal; elsewhere (--progress always) a new line each
/// time.
class progress_line {
public:
    explicit progress_line(const output_options& options);
    ~progress_line();
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;

    [[nodiscard]] bool enabled() const noexcept { return enabled_; }

    void show(const status_page& page);
    void show(const std::string& text);

    /// Takes the line away, so that something else can be written.
    void clear();

private:
    bool enabled_;
    bool terminal_;
    bool visible_ = false;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

} // namespace heddle::cli
