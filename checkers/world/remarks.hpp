// What the program says of the running execution: what came out of it, and what things are called.
#pragma once

#include "graph/types.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::world {

struct annotation {
    std::uintptr_t address = 0;
    std::size_t size = 0;
    std::string name;
};

/// Only ever added to in an execution, so that a checkpoint need only keep how much there was.
class remarks {
public:
    struct mark {
        std::size_t parts = 0;
        std::size_t text = 0;
        std::size_t annotations = 0;
    };

    [[nodiscard]] mark set_mark() const noexcept {
        return {parts_.size(), text_.size(), annotations_.size()};
    }

    void return_to(const mark& m) {
        parts_.resize(m.parts);
        text_.resize(m.text);
        annotations_.resize(m.annotations);
    }

    void clear() { return_to({}); }

    /// A value of an outcome, in the program order of `thread`.
    void add_value(graph::thread_id thread, std::string_view text);
    /// The thread's last value is its outcome's last.
    void end_outcome(graph::thread_id thread);

    /// Whether there is an outcome.
    [[nodiscard]] bool has_outcome() const noexcept { return !parts_.empty(); }

    /// The values, by thread: blanks between them, and a comma after an outcome's last one.
    [[nodiscard]] std::string outcome() const;

    void annotate(std::uintptr_t address, std::size_t size, std::string_view name) {
        annotations_.push_back({address, size, std::string{name}});
    }

    /// The smallest annotated object around an address, and the last that was annotated of these;
    /// null if there is none.
    [[nodiscard]] const annotation* name_of(std::uintptr_t address) const noexcept;

private:
    struct part {
        graph::thread_id thread = 0;
        bool ends = false; // an outcome, with the value before
        std::size_t begin = 0;
        std::size_t size = 0;
    };

    std::vector<part> parts_;
    std::string text_; // of all parts
    std::vector<annotation> annotations_;
};

} // namespace heddle::world
