// What the operations of a litmus program do.
#pragma once

#include "support/litmus_program.hpp"

namespace heddle::tests {

inline bool is_plain(instruction const& step) {
    return step.kind == action::plain_load || step.kind == action::plain_store;
}

// Both of atomics only.
inline bool may_read(instruction const& step) {
    return step.kind != action::store && step.kind != action::fence && !is_plain(step);
}

inline bool may_write(instruction const& step) {
    return step.kind != action::load && step.kind != action::fence &&
           step.kind != action::await_equal && step.kind != action::await_at_least &&
           !is_plain(step);
}

inline bool is_loop(instruction const& step) {
    return step.kind >= action::await_equal && step.kind <= action::await_compare_exchange;
}

inline bool updates_for_sure(instruction const& step) {
    return (step.kind == action::fetch_add || step.kind == action::exchange) &&
           step.when.source < 0;
}

/// Whether a loop ends when its operation reads `read`.
inline bool ends_with(instruction const& step, int read) {
    switch (step.kind) {
    case action::await_at_least: return read >= step.value.constant;
    case action::await_exchange: return read != step.value.constant;
    default: return read == step.value.constant;
    }
}

} // namespace heddle::tests
