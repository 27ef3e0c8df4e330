#include "lock_generator.hpp"

#include "dice.hpp"

#include <algorithm>

namespace heddle::tests {

namespace {

bool is_rwlock(char object) {
    return object == 'r' || object == 's';
}

bool is_semaphore(char object) {
    return object >= '0' && object <= '2';
}

bool is_plain(char variable) {
    return variable == 'u' || variable == 'v';
}

/// Writes one thread.
class thread_writer {
public:
    thread_writer(dice& random, lock_family const& family) : random_{random}, family_{family} {}

    /// At least `length` steps, and the unlocks that they ask for.
    std::string write(std::uint32_t length) {
        if (family_.conditions && random_.chance(40)) {
            wait_section(); // often the first thing, so that several threads wait at a time
        }
        while (length_ < length) {
            step();
        }
        while (!held_.empty()) {
            release(random_.roll(static_cast<std::uint32_t>(held_.size())));
        }
        return text_;
    }

private:
    void step() {
        char const object = random_.pick(family_.objects);
        if (family_.conditions && random_.chance(30)) {
            condition_step();
        } else if (is_semaphore(object) && random_.chance(object == '0' ? 50 : 20)) {
            append((random_.chance(75) ? "U" : "L") + std::string{object});
        } else if (!holds(object) && random_.chance(held_.empty() ? 30 : 60)) {
            // Inside a section, more often: that is where deadlocks come from.
            lock(object, random_.chance(60));
        } else if (held_.empty() && random_.chance(25)) {
            try_section(object);
        } else if (holds(object) && random_.chance(20)) {
            release(held_.find(object));
        } else {
            access();
        }
    }

    [[nodiscard]] bool holds(char object) const { return held_.find(object) != std::string::npos; }

    void condition_step() {
        if (random_.chance(60)) {
            append(random_.chance(60) ? "N" : "B");
        } else if (holds('a')) {
            append("Pa");
        } else {
            wait_section();
        }
    }

    void wait_section() {
        lock('a', false);
        append("Pa");
        access();
        release(held_.find('a'));
    }

    void lock(char object, bool shared) {
        append((shared && is_rwlock(object) ? "S" : "L") + std::string{object});
        held_ += object;
    }

    /// A whole section at once: what a failed try leaves out must not be another lock's unlock.
    void try_section(char object) {
        bool const shared = is_rwlock(object) && random_.chance(50);
        append((shared ? "H" : "T") + std::string{object});
        held_ += object;
        if (is_semaphore(object) && random_.chance(20)) {
            append("L0"); // so that a thread goes on for certain only where it failed
        } else {
            access();
        }
        held_.pop_back();
        append((is_semaphore(object) && random_.chance(40) ? "E" : "U") + std::string{object});
    }

    void release(std::size_t i) {
        append("U" + std::string{held_[i]});
        held_.erase(i, 1);
    }

    void access() {
        char const variable = random_.pick(family_.variables);
        bool const write = random_.chance(50);
        auto const text = std::string{write ? "W" : "R"} + variable +
                          (write ? std::to_string(1 + random_.roll(3)) : "");
        if (is_plain(variable) && random_.chance(85)) {
            guarded(text, guard_of(variable), write);
        } else {
            append(text);
        }
    }

    /// Each plain variable has a lock or a semaphore that protects it.
    [[nodiscard]] char guard_of(char variable) const {
        return variable == 'u' ? family_.objects.front() : family_.objects.back();
    }

    /// An access with what most often keeps it from a race.
    void guarded(std::string const& access, char guard, bool write) {
        if (holds(guard)) {
            append(access);
        } else if (guard == '0') { // a message: written, posted, received, read
            append(write ? access : "L0");
            append(write ? "U0" : access);
        } else {
            lock(guard, !write || random_.chance(10));
            append(access);
            release(held_.size() - 1);
        }
    }

    void append(std::string const& step) {
        text_ += ' ' + step;
        ++length_;
    }

    dice& random_;
    lock_family const& family_;
    std::string held_{}; ///< In the order of locking.
    std::string text_{};
    std::uint32_t length_ = 0;
};

/// Some of the letters, in an order of their own; at least one, at most `most`.
std::string some_of(dice& random, std::string letters, std::uint32_t most) {
    for (std::size_t i = letters.size(); i > 1; --i) {
        std::swap(letters[i - 1], letters[random.roll(static_cast<std::uint32_t>(i))]);
    }
    return letters.substr(0, 1 + random.roll(most));
}

} // namespace

std::vector<lock_family> const& lock_families() {
    static std::vector<lock_family> const all{
        {"mutexes", "ab", "xy"},
        {"semaphores", "012", "xy"},
        {"read-write locks", "rs", "xy"},
        {"condition variables", "ab", "xy", true},
        {"everything", "abrs012", "xy", true},
        {"plain variables", "abrs012", "uv", true},
        {"plain and atomic variables", "abrs012", "xuv", true},
    };
    return all;
}

std::string random_lock_program(std::uint32_t seed, lock_family const& family) {
    dice random{seed};
    // Few objects, so that threads meet.
    lock_family chosen = family;
    chosen.objects = some_of(random, family.objects, 3);
    chosen.variables = some_of(random, family.variables, 2);
    auto const threads = random.chance(40) ? 2U : 3U;
    std::string text;
    for (std::uint32_t t = 0; t != threads; ++t) {
        text += t == 0 ? "" : " |";
        text += thread_writer{random, chosen}.write(2 + random.roll(threads == 2 ? 6 : 3));
    }
    return text.substr(1);
}

} // namespace heddle::tests
