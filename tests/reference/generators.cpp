#include "generators.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

namespace heddle::tests {

namespace {

class dice {
public:
    explicit dice(std::uint32_t seed) : random_{seed} {}

    /// 0 … sides-1.
    std::uint32_t roll(std::uint32_t sides) {
        return static_cast<std::uint32_t>(random_() % sides);
    }

    bool chance(std::uint32_t percent) { return roll(100) < percent; }

    template <class Sequence>
    auto pick(Sequence const& sequence) {
        return sequence[roll(static_cast<std::uint32_t>(sequence.size()))];
    }

private:
    std::mt19937 random_;
};

std::string litmus_operation(dice& random, std::string const& locations, bool loops) {
    using names = std::vector<std::string>;
    static names const loads{".rlx", ".acq", ".sc"};
    static names const stores{".rlx", ".rel", ".sc"};
    static names const updates{".rlx", ".acq", ".rel", ".ar", ".sc"};
    static names const fences{".acq", ".rel", ".ar", ".sc", ".sc"};
    auto const location = std::string{random.pick(locations)};
    auto const value = [&] { return std::to_string(1 + random.roll(3)); };
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

/// Steps of one thread. Mutexes nest or overlap in any order, so that some programs deadlock; none
/// is locked by its owner.
std::string lock_steps(dice& random, std::string const& mutexes, std::string const& variables,
                       bool conditions) {
    std::string text;
    std::string held; // in the order of locking
    auto const append = [&](std::string const& step) { text += ' ' + step; };
    auto const release = [&](std::size_t i) {
        append("U" + std::string{held[i]});
        held.erase(i, 1);
    };
    auto const length = 2 + random.roll(4);
    for (std::uint32_t i = 0; i != length; ++i) {
        auto const mutex = random.pick(mutexes);
        bool const mine = held.find(mutex) != std::string::npos;
        auto const kind = random.roll(100);
        // Inside a section, lock the other mutex more often: that is where deadlocks come from.
        if (kind < (held.empty() ? 45U : 75U) && !mine) {
            append("L" + std::string{mutex});
            held += mutex;
        } else if (kind < 58 && !mine && held.empty()) {
            // Skipping to the unlock must not skip another lock's unlock: a whole section at once.
            append("T" + std::string{mutex});
            append(random.chance(50) ? "R" + std::string{random.pick(variables)}
                                     : "W" + std::string{random.pick(variables)} +
                                           std::to_string(1 + random.roll(3)));
            append("U" + std::string{mutex});
        } else if (kind < 70 && conditions) {
            append(random.chance(60) ? "N" : "B");
        } else if (kind < 84 && conditions && mine) {
            append("P" + std::string{mutex});
        } else if (kind < 80 && mine) {
            release(held.find(mutex));
        } else if (random.chance(50)) {
            append("R" + std::string{random.pick(variables)});
        } else {
            append("W" + std::string{random.pick(variables)} + std::to_string(1 + random.roll(3)));
        }
    }
    while (!held.empty()) {
        release(random.roll(static_cast<std::uint32_t>(held.size())));
    }
    return text;
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

std::string random_lock_program(std::uint32_t seed, bool conditions) {
    dice random{seed};
    auto const threads = 2 + random.roll(2);
    auto const mutexes = std::string{random.chance(80) ? "ab" : "a"};
    auto const variables = std::string{"xy"}.substr(0, 1 + random.roll(2));
    // A condition variable is used with one mutex at a time (else its use is undefined).
    auto const used = conditions ? mutexes.substr(0, 1) : mutexes;
    std::string text;
    for (std::uint32_t t = 0; t != threads; ++t) {
        text += t == 0 ? "" : " |";
        text += lock_steps(random, used, variables, conditions);
    }
    return text.substr(1);
}

} // namespace heddle::tests
