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

/// Writes one thread.
class thread_writer {
public:
    thread_writer(dice& random, lock_family const& family) : random_{random}, family_{family} {}

    std::string write(std::uint32_t length) {
        for (std::uint32_t i = 0; i != length; ++i) {
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
        bool const mine = held_.find(object) != std::string::npos;
        auto const kind = random_.roll(100);
        if (family_.conditions && kind >= 75) {
            if (held_.find('a') != std::string::npos && random_.chance(60)) {
                append("Pa");
            } else {
                append(random_.chance(60) ? "N" : "B");
            }
        } else if (kind < (held_.empty() ? 35U : 45U) && !mine) {
            // Inside a section, more often: that is where deadlocks come from.
            lock(object);
        } else if (kind < 48 && !mine && held_.empty()) {
            try_section(object);
        } else if (kind < 55 && is_semaphore(object)) {
            append((random_.chance(60) ? "U" : "L") + std::string{object});
        } else if (kind < 62 && mine) {
            release(held_.find(object));
        } else {
            access();
        }
    }

    void lock(char object) {
        bool const shared = is_rwlock(object) && random_.chance(60);
        append((shared ? "S" : "L") + std::string{object});
        held_ += object;
    }

    /// A whole section at once: what a failed try leaves out must not be another lock's unlock.
    void try_section(char object) {
        bool const shared = is_rwlock(object) && random_.chance(50);
        append((shared ? "H" : "T") + std::string{object});
        access();
        append((is_semaphore(object) && random_.chance(40) ? "E" : "U") + std::string{object});
    }

    void release(std::size_t i) {
        append("U" + std::string{held_[i]});
        held_.erase(i, 1);
    }

    void access() {
        auto const variable = std::string{random_.pick(family_.variables)};
        append(random_.chance(50) ? "R" + variable
                                  : "W" + variable + std::to_string(1 + random_.roll(3)));
    }

    void append(std::string const& step) { text_ += ' ' + step; }

    dice& random_;
    lock_family const& family_;
    std::string held_{}; ///< In the order of locking.
    std::string text_{};
};

/// Some of the letters, in an order of their own; at least one, at most `most`.
std::string some_of(dice& random, std::string letters, std::uint32_t most) {
    for (std::size_t i = letters.size(); i > 1; --i) {
        std::swap(letters[i - 1], letters[random.roll(static_cast<std::uint32_t>(i))]);
    }
    return letters.substr(0, 1 + random.roll(most));
}

} // namespace

std::string random_lock_program(std::uint32_t seed, lock_family const& family) {
    dice random{seed};
    // Few objects, so that threads meet.
    lock_family chosen{some_of(random, family.objects, 2), some_of(random, family.variables, 2),
                       family.conditions};
    if (chosen.conditions && chosen.objects.find('a') == std::string::npos) {
        chosen.objects += 'a';
    }
    auto const threads = 2 + random.roll(2);
    std::string text;
    for (std::uint32_t t = 0; t != threads; ++t) {
        text += t == 0 ? "" : " |";
        text += thread_writer{random, chosen}.write(2 + random.roll(threads == 2 ? 4 : 3));
    }
    return text.substr(1);
}

} // namespace heddle::tests
