#include "world/parts.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <ctime>

namespace heddle::world {

namespace {

void operator+=(counts& sum, const counts& c) {
    sum.executions += c.executions;
    sum.blocked += c.blocked;
    sum.events += c.events;
    sum.operations += c.operations;
}

} // namespace

counts part::counted() const noexcept {
    constexpr auto relaxed = std::memory_order_relaxed;
    return {.executions = executions.load(relaxed),
            .blocked = blocked.load(relaxed),
            .events = events.load(relaxed),
            .operations = operations.load(relaxed)};
}

void part::count(const counts& c) noexcept {
    constexpr auto relaxed = std::memory_order_relaxed;
    executions.store(c.executions, relaxed);
    blocked.store(c.blocked, relaxed);
    events.store(c.events, relaxed);
    operations.store(c.operations, relaxed);
}

void part::ring() noexcept {
    ++bell;
    ::syscall(SYS_futex, &bell, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

void part::wait(std::uint32_t rung) const noexcept {
    const timespec longest{.tv_sec = 1, .tv_nsec = 0};
    ::syscall(SYS_futex, &bell, FUTEX_WAIT, rung, &longest, nullptr, 0);
}

void board::count_busy() noexcept {
    const auto all = used_parts();
    busy = static_cast<std::uint32_t>(std::count_if(
        all.begin(), all.end(), [](const part& p) { return part::is_at_work(p.state.load().at); }));
}

part* board::take_place(std::uint32_t giver, std::uint32_t remainder) noexcept {
    const auto place = std::find_if(parts.begin(), parts.end(),
                                    [](const part& p) { return p.is_at(part::stage::free); });
    if (place == parts.end()) return nullptr;
    part& p = *place;
    const std::uint32_t number = ++numbers;
    p.giver = giver;
    p.remainder = remainder;
    p.keeper = numbered_process{};
    p.attempt = ++states;
    p.worker = numbered_process{.number = p.worker.load().number + 1};
    p.kills = 0;
    p.count({});
    p.claimed = 0;
    used = std::max(used.load(), static_cast<std::uint32_t>(place - parts.begin()) + 1);
    p.state = part::identity{number, part::stage::pending};
    return &p;
}

void board::fold(part& p) noexcept {
    folded += p.counted();
    folded_claims += p.claimed;
    p.count({});
    p.claimed = 0;
}

counts board::sum() noexcept {
    counts all = folded;
    for (const part& p : used_parts()) all += p.counted();
    return all;
}

std::uint64_t board::claims() noexcept {
    std::uint64_t all = folded_claims;
    for (const part& p : used_parts()) all += p.claimed;
    return all;
}

} // namespace heddle::world
