#include "graph/operation.hpp"

#include <array>
#include <bit>

namespace heddle::graph {
namespace {

value truncate(value v, std::uint8_t size) noexcept {
    if (size >= 16) return v;
    if (size == 8) return {v.low, 0};
    return {v.low & ((std::uint64_t{1} << (size * 8u)) - 1), 0};
}

value add(value a, value b) noexcept {
    value sum{a.low + b.low, a.high + b.high};
    if (sum.low < a.low) ++sum.high;
    return sum;
}

value negate(value a) noexcept {
    return add({~a.low, ~a.high}, {1, 0});
}

std::uint64_t nth_bit(std::uint64_t mask, std::uint32_t n) noexcept {
    for (; n > 0; --n) mask &= mask - 1;
    return mask & (~mask + 1);
}

} // namespace

bool is_atomic_access(operation_code code) noexcept {
    return code <= operation_code::compare_exchange;
}

bool reads_state(operation_code code) noexcept {
    switch (code) {
    case operation_code::load:
    case operation_code::fetch_add:
    case operation_code::fetch_sub:
    case operation_code::fetch_and:
    case operation_code::fetch_or:
    case operation_code::fetch_xor:
    case operation_code::fetch_nand:
    case operation_code::exchange:
    case operation_code::compare_exchange:
    case operation_code::mutex_lock:
    case operation_code::mutex_try_lock:
    case operation_code::condition_enqueue:
    case operation_code::condition_notify_one:
    case operation_code::condition_notify_all:
    case operation_code::condition_timed_wake:
    case operation_code::once_enter: return true;
    default: return false;
    }
}

bool writes_blindly(operation_code code) noexcept {
    return code == operation_code::store || code == operation_code::mutex_unlock ||
           code == operation_code::once_leave;
}

std::uint32_t choices_of(operation_code code, value seen) noexcept {
    if (code != operation_code::condition_notify_one || seen.low == 0) return 1;
    return static_cast<std::uint32_t>(std::popcount(seen.low));
}

transition apply(operation_code code, std::uint8_t size, value operand, value expected,
                 thread_id thread, value seen, std::uint32_t choice) noexcept {
    using enum transition::effect;
    const auto update_to = [size](value v) { return transition{update, truncate(v, size)}; };
    switch (code) {
    case operation_code::fetch_add: return update_to(add(seen, operand));
    case operation_code::fetch_sub: return update_to(add(seen, negate(operand)));
    case operation_code::fetch_and:
        return update_to({seen.low & operand.low, seen.high & operand.high});
    case operation_code::fetch_or:
        return update_to({seen.low | operand.low, seen.high | operand.high});
    case operation_code::fetch_xor:
        return update_to({seen.low ^ operand.low, seen.high ^ operand.high});
    case operation_code::fetch_nand:
        return update_to({~(seen.low & operand.low), ~(seen.high & operand.high)});
    case operation_code::exchange: return update_to(operand);
    case operation_code::compare_exchange:
        return seen == expected ? update_to(operand) : transition{};
    case operation_code::mutex_lock:
        return seen == value{} ? transition{update, locked_by(thread)} : transition{blocked, {}};
    case operation_code::mutex_try_lock:
        return seen == value{} ? transition{update, locked_by(thread)} : transition{};
    case operation_code::condition_enqueue: return {update, {seen.low | waiter_bit(thread), 0}};
    case operation_code::condition_notify_one:
        return {update, {seen.low & ~nth_bit(seen.low, choice), 0}};
    case operation_code::condition_notify_all: return {update, {}};
    case operation_code::condition_timed_wake:
        if ((seen.low & waiter_bit(thread)) == 0) return {};
        return {update, {seen.low & ~waiter_bit(thread), 0}};
    case operation_code::once_enter:
        if (seen == once_done) return {};
        return seen == once_running ? transition{blocked, {}} : transition{update, once_running};
    default: return {};
    }
}

value blind_value(operation_code code, value operand) noexcept {
    return code == operation_code::mutex_unlock ? value{} : operand;
}

const char* name_of(operation_code code) noexcept {
    static constexpr std::array names{
        "load",       "store",      "fetch_add", "fetch_sub",        "fetch_and",  "fetch_or",
        "fetch_xor",  "fetch_nand", "exchange",  "compare_exchange", "fence",      "lock",
        "try_lock",   "unlock",     "wait",      "notify_one",       "notify_all", "wake",
        "timed_wake", "once",       "once",      "create",           "start",      "finish",
        "join",       "choose"};
    return names[static_cast<std::size_t>(code)];
}

const char* name_of(memory_order order) noexcept {
    static constexpr std::array names{"relaxed", "acquire", "release", "acq_rel", "seq_cst"};
    return names[static_cast<std::size_t>(order)];
}

} // namespace heddle::graph
