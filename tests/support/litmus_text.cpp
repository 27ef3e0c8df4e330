#include "support/litmus_text.hpp"

namespace heddle::tests {

namespace {

std::string to_text(operand const& value) {
    if (value.source < 0) {
        return std::to_string(value.constant);
    }
    auto const source = "r" + std::to_string(value.source);
    return value.constant == 0 ? source : source + "+" + std::to_string(value.constant);
}

std::string to_text(condition const& when) {
    if (when.source < 0) {
        return {};
    }
    return "?" + std::to_string(when.source) + (when.equal ? "=" : "!") +
           std::to_string(when.value) + ":";
}

char const* to_text(std::memory_order order) {
    switch (order) {
    case std::memory_order_acquire: return ".acq";
    case std::memory_order_release: return ".rel";
    case std::memory_order_acq_rel: return ".ar";
    case std::memory_order_seq_cst: return ".sc";
    default: return ".rlx";
    }
}

std::string to_text(instruction const& code, char location) {
    auto const name = std::string{location};
    auto const value = to_text(code.value);
    auto const order = to_text(code.order);
    auto const both = name + value + ":" + to_text(code.desired) + order;
    switch (code.kind) {
    case action::load: return "R" + name + order;
    case action::store: return "W" + name + value + order;
    case action::fetch_add: return "A" + name + value + order;
    case action::exchange: return "X" + name + value + order;
    case action::compare_exchange: return "C" + both;
    case action::fence: return std::string{"F"} + order;
    case action::await_equal: return "E" + name + value + order;
    case action::await_at_least: return "G" + name + value + order;
    case action::await_exchange: return "T" + name + value + order;
    case action::await_compare_exchange: return "L" + both;
    case action::plain_load: return "p" + name;
    case action::plain_store: return "q" + name + value;
    }
    return {};
}

} // namespace

std::string to_text(litmus_program const& program) {
    std::string text;
    for (std::size_t l = 0; l != program.locations; ++l) {
        text += std::string{program.names[l]} + "=" + std::to_string(program.initial[l]) + " ";
    }
    for (std::size_t t = 0; t != program.threads; ++t) {
        text += t == 0 ? "|" : " |";
        for (std::size_t i = 0; i != program.thread[t].size; ++i) {
            auto const& code = program.thread[t].code[i];
            text += " " + to_text(code.when) + to_text(code, program.names[code.location]);
        }
    }
    return text;
}

} // namespace heddle::tests
