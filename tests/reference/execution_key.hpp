// Names for the execution graphs of one litmus program: two are equal when their reads-from and
// their modification orders are.
#pragma once

#include <cstddef>
#include <string>

namespace heddle::tests {

/// The instruction of a thread, both from 0.
struct place_in_program {
    std::size_t thread = 0;
    std::size_t instruction = 0;
    friend auto operator<=>(place_in_program const&, place_in_program const&) = default;
};

class execution_key {
public:
    /// To be called thread by thread, in program order, only for what was executed.
    void read(place_in_program reader, place_in_program source) {
        name(reader);
        name(source);
    }

    void read_initial(place_in_program reader) {
        name(reader);
        text_ += 'i';
    }

    /// @param rank how many writes come before it in modification order, the initial one not
    /// counted
    void write(place_in_program writer, std::size_t rank) {
        name(writer);
        text_ += static_cast<char>('A' + static_cast<char>(rank));
    }

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    void name(place_in_program p) {
        text_ += static_cast<char>('0' + static_cast<char>(p.thread));
        text_ += static_cast<char>('a' + static_cast<char>(p.instruction));
    }

    std::string text_;
};

} // namespace heddle::tests
