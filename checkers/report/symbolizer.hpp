/// @file
/// Names for the addresses of a process that has ended, from the files that it had mapped.
#pragma once

#include "report/raw_report.hpp"
#include "report/run_report.hpp"

#include <memory>
#include <string>
#include <vector>

namespace heddle::report {

/// Reads symbol tables and DWARF with libdw. Results are kept: a trace names the same few places
/// again and again.
class symbolizer {
public:
    /// @param directory paths below it are shown relative to it
    symbolizer(const std::vector<raw_module>& modules, std::string directory);
    ~symbolizer();
    symbolizer(const symbolizer&) = delete;
    symbolizer& operator=(const symbolizer&) = delete;

    /// The frames of a stack of return addresses, inlined ones expanded. An address that no module
    /// covers gives a frame whose function is the address in hex.
    [[nodiscard]] call_stack resolve(const raw_stack& stack);

    /// The global or static variable at an address, with the part of it that lies there:
    /// `queue.tail`, `slots[3]`. Empty when there is none.
    [[nodiscard]] std::string data_at(address location);

private:
    struct implementation;
    std::unique_ptr<implementation> self_;
};

} // namespace heddle::report
