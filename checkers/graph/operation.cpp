#include "graph/operation.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace heddle::graph {
namespace {

// Of the `size` lowest bytes. Any size can be met: structs are atomic too.
std::uint64_t truncate(std::uint64_t word, unsigned size) noexcept {
    return size >= 8 ? word : word & ((std::uint64_t{1} << (size * 8u)) - 1);
}

value truncate(value v, std::uint8_t size) noexcept {
    return {truncate(v.low, size), size > 8 ? truncate(v.high, size - 8u) : 0};
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

// How many ways there are to choose n of k.
std::uint32_t ways_to_choose(std::uint32_t k, std::uint32_t n) noexcept {
    std::uint64_t ways = 1;
    for (std::uint32_t i = 1; i <= n; ++i) {
        ways = ways * (k - n + i) / i;
        if (ways > UINT32_MAX) return UINT32_MAX; // as good as for ever
    }
    return static_cast<std::uint32_t>(ways);
}

// The subset of n bits of `mask` with the given number, in the order of the combinatorial number
// system.
std::uint64_t nth_subset(std::uint64_t mask, std::uint32_t n, std::uint32_t number) noexcept {
    std::uint64_t subset = 0;
    for (; n > 0 && mask != 0; mask &= mask - 1) {
        const std::uint32_t with_lowest =
            ways_to_choose(static_cast<std::uint32_t>(std::popcount(mask)) - 1, n - 1);
        if (number < with_lowest) {
            subset |= mask & (~mask + 1);
            --n;
        } else {
            number -= with_lowest;
        }
    }
    return subset;
}

std::uint32_t woken(value seen, value operand) noexcept {
    const auto waiters = static_cast<std::uint64_t>(std::popcount(seen.low));
    return static_cast<std::uint32_t>(std::min(waiters, operand.low));
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
    case operation_code::once_enter:
    case operation_code::read_lock:
    case operation_code::try_read_lock:
    case operation_code::read_unlock:
    case operation_code::write_lock:
    case operation_code::try_write_lock:
    case operation_code::write_unlock:
    case operation_code::semaphore_wait:
    case operation_code::semaphore_try_wait:
    case operation_code::semaphore_post:
    case operation_code::semaphore_value:
    case operation_code::barrier_arrive:
    case operation_code::futex_enter:
    case operation_code::futex_leave:
    case operation_code::futex_enqueue:
    case operation_code::futex_wake:
    case operation_code::channel_take:
    case operation_code::channel_try_take:
    case operation_code::channel_put:
    case operation_code::channel_try_put:
    case operation_code::channel_close: return true;
    default: return false;
    }
}

bool writes_blindly(operation_code code) noexcept {
    return code == operation_code::store || code == operation_code::mutex_unlock ||
           code == operation_code::once_leave;
}

bool is_wake(operation_code code) noexcept {
    return code == operation_code::condition_wake || code == operation_code::condition_timed_wake;
}

bool may_spin(operation_code code) noexcept {
    switch (code) {
    case operation_code::mutex_try_lock:
    case operation_code::try_read_lock:
    case operation_code::try_write_lock:
    case operation_code::semaphore_try_wait:
    case operation_code::channel_try_take:
    case operation_code::channel_try_put: return true;
    default: return is_atomic_access(code) && reads_state(code);
    }
}

bool may_block(operation_code code) noexcept {
    switch (code) {
    case operation_code::mutex_lock:
    case operation_code::once_enter:
    case operation_code::read_lock:
    case operation_code::write_lock:
    case operation_code::semaphore_wait:
    case operation_code::futex_enter:
    case operation_code::futex_wake:
    case operation_code::channel_take:
    case operation_code::channel_put: return true;
    default: return false;
    }
}

bool starts_from_memory(operation_code code) noexcept {
    switch (code) {
    case operation_code::semaphore_wait:
    case operation_code::semaphore_try_wait:
    case operation_code::semaphore_post:
    case operation_code::semaphore_value:
    case operation_code::channel_take:
    case operation_code::channel_try_take:
    case operation_code::channel_put:
    case operation_code::channel_try_put:
    case operation_code::channel_close: return true;
    default: return is_atomic_access(code);
    }
}

std::uint32_t choices_of(operation_code code, value seen, value operand) noexcept {
    const auto waiters = static_cast<std::uint32_t>(std::popcount(seen.low));
    switch (code) {
    case operation_code::condition_notify_one: return std::max(waiters, 1u);
    case operation_code::futex_wake: return ways_to_choose(waiters, woken(seen, operand));
    default: return 1;
    }
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
        if (seen == mutex_lost) return {};
        return seen.low == 0 ? transition{update, {locked_by(thread).low, seen.high}}
                             : transition{blocked, {}};
    case operation_code::mutex_try_lock:
        if (seen == mutex_lost || seen.low != 0) return {};
        return {update, {locked_by(thread).low, seen.high}};
    case operation_code::condition_enqueue: return {update, {seen.low | waiter_bit(thread), 0}};
    case operation_code::condition_notify_one:
        return {update, {seen.low & ~nth_bit(seen.low, choice), 0}};
    case operation_code::condition_notify_all: return {update, {}};
    case operation_code::condition_timed_wake:
        if ((seen.low & waiter_bit(thread)) == 0) return {};
        return {update, {seen.low & ~waiter_bit(thread), seen.high}};
    case operation_code::once_enter:
        if (seen == once_done) return {};
        return seen == once_running ? transition{blocked, {}} : transition{update, once_running};
    case operation_code::read_lock:
    case operation_code::try_read_lock:
        if (seen.high == 0) return {update, {seen.low | waiter_bit(thread), 0}};
        return {code == operation_code::read_lock ? blocked : read_only, {}};
    case operation_code::read_unlock: return {update, {seen.low & ~waiter_bit(thread), seen.high}};
    case operation_code::write_lock:
    case operation_code::try_write_lock:
        if (seen == value{}) return {update, {0, thread + 1ull}};
        return {code == operation_code::write_lock ? blocked : read_only, {}};
    case operation_code::write_unlock: return {update, {seen.low, 0}};
    case operation_code::semaphore_wait:
    case operation_code::semaphore_try_wait:
        if (seen.low > 0) return {update, {seen.low - 1, 0}};
        return {code == operation_code::semaphore_wait ? blocked : read_only, {}};
    case operation_code::semaphore_post:
        if (seen.low >= greatest_semaphore_count) return {};
        return {update, {seen.low + 1, 0}};
    case operation_code::barrier_arrive: {
        const std::uint64_t waiters = seen.low | waiter_bit(thread);
        const bool last = static_cast<std::uint64_t>(std::popcount(waiters)) >= operand.low;
        return {update, {last ? 0 : waiters, 0}};
    }
    case operation_code::futex_enter:
        if (seen.high != 0) return {blocked, {}};
        return {update, {seen.low, thread + 1ull}};
    case operation_code::futex_leave: return {update, {seen.low, 0}};
    case operation_code::futex_enqueue: return {update, {seen.low | waiter_bit(thread), 0}};
    case operation_code::futex_wake:
        if (seen.high != 0) return {blocked, {}};
        return {update, {seen.low & ~nth_subset(seen.low, woken(seen, operand), choice), 0}};
    case operation_code::channel_take:
    case operation_code::channel_try_take:
        if ((seen.high & taking_end) != 0) return {};
        if (seen.low > 0) return {update, {seen.low - std::min(seen.low, operand.low), seen.high}};
        if ((seen.high & putting_end) != 0) return {};
        return {code == operation_code::channel_take ? blocked : read_only, {}};
    case operation_code::channel_put:
    case operation_code::channel_try_put:
        if (seen.high != 0) return {};
        if (operand.low <= operand.high - seen.low) return {update, {seen.low + operand.low, 0}};
        return {code == operation_code::channel_put ? blocked : read_only, {}};
    case operation_code::channel_close:
        if ((seen.high & operand.high) != 0) return {};
        return {update, {seen.low, seen.high | operand.high}};
    default: return {};
    }
}

const char* name_of(operation_code code) noexcept {
    static constexpr std::array names{"load",          "store",
                                      "fetch_add",     "fetch_sub",
                                      "fetch_and",     "fetch_or",
                                      "fetch_xor",     "fetch_nand",
                                      "exchange",      "compare_exchange",
                                      "fence",         "full_barrier",
                                      "lock",          "try_lock",
                                      "unlock",        "wait",
                                      "notify_one",    "notify_all",
                                      "wake",          "timed_wake",
                                      "once",          "once",
                                      "lock_shared",   "try_lock_shared",
                                      "unlock_shared", "lock",
                                      "try_lock",      "unlock",
                                      "wait",          "try_wait",
                                      "post",          "value",
                                      "arrive",        "wait",
                                      "value_changed", "sleep",
                                      "wake",          "read",
                                      "read",          "write",
                                      "write",         "close",
                                      "create",        "start",
                                      "finish",        "join",
                                      "choose"};
    return names[static_cast<std::size_t>(code)];
}

const char* name_of(memory_order order) noexcept {
    static constexpr std::array names{"relaxed", "acquire", "release", "acq_rel", "seq_cst"};
    return names[static_cast<std::size_t>(order)];
}

} // namespace heddle::graph
