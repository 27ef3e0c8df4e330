#include "generators.hpp"

#include "dice.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace heddle::tests {

namespace {

std::string litmus_operation(dice& random, std::string const& locations, bool loops) {
    using names = std::vector<std::string>;
    static names const loads{".rlx", ".acq", ".sc"};
    static names const stores{".rlx", ".rel", ".sc"};
    static names const updates{".rlx", ".acq", ".rel", ".ar", ".sc"};
    static names const fences{".acq", ".rel", ".ar", ".sc", ".sc"};
    auto const location = std::string{random.pick(locations)};
    // With loops, also back to what was there first: that is how a loop can miss what it waits for.
    auto const value = [&] { return std::to_string(loops ? random.roll(3) : 1 + random.roll(3)); };
    if (loops && random.chance(25)) {
        switch (random.roll(4)) {
        case 0: return "E" + location + value() + random.pick(loads);
        case 1: return "G" + location + value() + random.pick(loads);
        case 2: return "T" + location + value() + random.pick(updates);
        default:
            return "L" + location + std::to_string(random.roll(2)) + ":" + value() +
                   random.pick(updates);
        }
    }
    auto const kind = random.roll(100);
    if (kind < 33) {
        return "R" + location + random.pick(loads);
    }
    if (kind < 66) {
        return "W" + location + value() + random.pick(stores);
    }
    if (kind < 75) {
        return "A" + location + "1" + random.pick(updates);
    }
    if (kind < 82) {
        return "X" + location + value() + random.pick(updates);
    }
    if (kind < 91) {
        return "C" + location + std::to_string(random.roll(3)) + ":" + value() +
               random.pick(updates);
    }
    return "F" + random.pick(fences);
}

} // namespace

std::vector<std::uint32_t> seeds(std::uint32_t count) {
    std::uint32_t first = 1;
    std::uint32_t last = count;
    if (char const* wanted = std::getenv("HEDDLE_SEEDS"); wanted != nullptr) {
        char* rest = nullptr;
        first = static_cast<std::uint32_t>(std::strtoul(wanted, &rest, 10));
        last =
            *rest == '-' ? static_cast<std::uint32_t>(std::strtoul(rest + 1, nullptr, 10)) : first;
    }
    std::vector<std::uint32_t> result;
    for (std::uint32_t seed = first; seed <= last; ++seed) {
        result.push_back(seed);
    }
    return result;
}

std::string random_litmus_program(std::uint32_t seed, bool loops) {
    dice random{seed};
    auto const threads = 2 + random.roll(2);
    auto const locations = random.pick(std::vector<std::string>{"x", "xy", "xy", "xy", "xyz"});
    std::string text;
    for (char const name : locations) {
        text += std::string{name} + "=0 ";
    }
    // Brute force over reads-from and modification orders: keep to what it can count in a moment.
    std::uint32_t left = 9;
    for (std::uint32_t t = 0; t != threads; ++t) {
        auto const most = std::min(left - (threads - 1 - t), threads == 2 ? 5U : 4U);
        auto const length = std::min(most, 2 + random.roll(3));
        left -= length;
        text += t == 0 ? "|" : " |";
        for (std::uint32_t i = 0; i != length; ++i) {
            text += ' ' + litmus_operation(random, locations, loops);
        }
    }
    return text;
}

} // namespace heddle::tests
