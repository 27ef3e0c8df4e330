// The notation of oracle.tsv, read into a flat value.
//
//     x=0 y=0 | Wx1.rlx Ry.acq | Ay1.ar F.sc Cx0:1.rlx ?0=1:Wyr0+1.rel
//
// Initial values, then one column a thread: W<loc><value>.<order> store, R<loc>.<order> load,
// F.<order> fence, A<loc><n> fetch_add, X<loc><value> exchange, C<loc><expected>:<desired> strong
// compare-exchange. Plain accesses: p<loc> reads, q<loc><value> writes. Loops: E<loc><value> loads
// until it sees the value, G<loc><value> until it sees at least the value, T<loc><value> exchanges
// until it sees another value (a test-and-set lock), L<loc><expected>:<desired> compare-exchanges
// until that succeeds. A value may be what an earlier operation of the thread has read: r0 (what
// the thread's first operation read), r2+1; zero, if that one read nothing. A prefix makes an
// operation conditional: ?0=1: (only if the first one read 1), ?0!1: (only if it did not). Nothing
// here allocates: litmus.cpp parses in the checked program itself, once an execution.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace heddle::tests {

enum class action {
    load,
    store,
    fetch_add,
    exchange,
    compare_exchange,
    fence,
    await_equal,
    await_at_least,
    await_exchange,
    await_compare_exchange,
    plain_load,
    plain_store
};

/// A number, plus, where `source` is not negative, what the thread's operation of that number read.
struct operand {
    int constant = 0;
    int source = -1;

    template <class Registers>
    [[nodiscard]] int in(Registers const& read) const {
        return source < 0 ? constant : constant + read[static_cast<std::size_t>(source)];
    }
};

/// What an operation depends on: that an earlier one read a value, or (`equal` false) did not.
struct condition {
    int source = -1; ///< negative: none
    int value = 0;
    bool equal = true;

    template <class Registers>
    [[nodiscard]] bool holds(Registers const& read) const {
        return source < 0 || (read[static_cast<std::size_t>(source)] == value) == equal;
    }
};

/// One atomic operation, or a loop around one. `value` is what is stored, added, (compare-exchange)
/// expected or waited for.
struct instruction {
    action kind = action::fence;
    std::size_t location = 0;
    operand value;
    operand desired;
    std::memory_order order = std::memory_order_relaxed;
    condition when;
};

inline constexpr std::size_t longest_litmus_thread = 16;

struct litmus_thread {
    std::size_t size = 0;
    std::array<instruction, longest_litmus_thread> code{};
};

struct litmus_program {
    std::size_t locations = 0;
    std::array<char, 8> names{};
    std::array<int, 8> initial{};
    std::size_t threads = 0;
    std::array<litmus_thread, 8> thread{};
};

namespace detail {

class litmus_parser {
public:
    explicit litmus_parser(std::string_view text) : text_{text} {}

    litmus_program parse() {
        for (skip_spaces(); !at_end() && peek() != '|'; skip_spaces()) {
            declare();
        }
        while (!at_end()) {
            expect('|');
            if (program_.threads == program_.thread.size()) {
                fail("too many threads");
            }
            auto& thread = program_.thread[program_.threads++];
            for (skip_spaces(); !at_end() && peek() != '|'; skip_spaces()) {
                if (thread.size == thread.code.size()) {
                    fail("too many instructions");
                }
                thread.code[thread.size] = operation(static_cast<int>(thread.size));
                ++thread.size;
            }
        }
        return program_;
    }

private:
    [[noreturn]] void fail(char const* what) const {
        throw std::invalid_argument{"litmus program, column " + std::to_string(position_ + 1) +
                                    ": " + what};
    }

    [[nodiscard]] bool at_end() const { return position_ == text_.size(); }

    [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[position_]; }

    char next() {
        if (at_end()) {
            fail("unexpected end");
        }
        return text_[position_++];
    }

    void expect(char wanted) {
        if (next() != wanted) {
            fail("unexpected character");
        }
    }

    void skip_spaces() {
        while (peek() == ' ') {
            ++position_;
        }
    }

    int number() {
        if (peek() < '0' || peek() > '9') {
            fail("a number was expected");
        }
        int result = 0;
        while (peek() >= '0' && peek() <= '9') {
            result = result * 10 + (next() - '0');
        }
        return result;
    }

    std::size_t location() {
        char const name = next();
        for (std::size_t i = 0; i != program_.locations; ++i) {
            if (program_.names[i] == name) {
                return i;
            }
        }
        fail("unknown location");
    }

    void declare() {
        if (program_.locations == program_.names.size()) {
            fail("too many locations");
        }
        program_.names[program_.locations] = next();
        expect('=');
        program_.initial[program_.locations++] = number();
    }

    std::memory_order order() {
        expect('.');
        auto const begin = position_;
        while (!at_end() && peek() != ' ' && peek() != '|') {
            ++position_;
        }
        auto const name = text_.substr(begin, position_ - begin);
        if (name == "rlx") return std::memory_order_relaxed;
        if (name == "acq") return std::memory_order_acquire;
        if (name == "rel") return std::memory_order_release;
        if (name == "ar") return std::memory_order_acq_rel;
        if (name == "sc") return std::memory_order_seq_cst;
        fail("unknown memory order");
    }

    /// A number less than `bound`.
    int reference(int bound) {
        int const result = number();
        if (result >= bound) {
            fail("an operation can depend on earlier ones only");
        }
        return result;
    }

    operand value(int earlier) {
        if (peek() != 'r') {
            return {number(), -1};
        }
        next();
        int const source = reference(earlier);
        if (peek() != '+') {
            return {0, source};
        }
        next();
        return {number(), source};
    }

    condition when(int earlier) {
        if (peek() != '?') {
            return {};
        }
        next();
        condition result;
        result.source = reference(earlier);
        char const comparison = next();
        if (comparison != '=' && comparison != '!') {
            fail("= or ! was expected");
        }
        result.equal = comparison == '=';
        result.value = number();
        expect(':');
        return result;
    }

    instruction operation(int earlier) {
        instruction result;
        result.when = when(earlier);
        switch (next()) {
        case 'R': result.kind = action::load; break;
        case 'W': result.kind = action::store; break;
        case 'A': result.kind = action::fetch_add; break;
        case 'X': result.kind = action::exchange; break;
        case 'C': result.kind = action::compare_exchange; break;
        case 'F': result.kind = action::fence; break;
        case 'E': result.kind = action::await_equal; break;
        case 'G': result.kind = action::await_at_least; break;
        case 'T': result.kind = action::await_exchange; break;
        case 'L': result.kind = action::await_compare_exchange; break;
        case 'p': result.kind = action::plain_load; break;
        case 'q': result.kind = action::plain_store; break;
        default: fail("unknown operation");
        }
        if (result.kind != action::fence) {
            result.location = location();
        }
        if (result.kind != action::fence && result.kind != action::load &&
            result.kind != action::plain_load) {
            result.value = value(earlier);
        }
        if (result.kind == action::compare_exchange ||
            result.kind == action::await_compare_exchange) {
            expect(':');
            result.desired = value(earlier);
        }
        if (result.kind != action::plain_load && result.kind != action::plain_store) {
            result.order = order();
        }
        return result;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    litmus_program program_;
};

} // namespace detail

/// @throws std::invalid_argument when `text` is not in the notation.
inline litmus_program parse_litmus(std::string_view text) {
    return detail::litmus_parser{text}.parse();
}

} // namespace heddle::tests
