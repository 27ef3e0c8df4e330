// Tiny lock programs as text, and what their threads do.
//
//     La Wx1 Ua | Ta Rx Ua | La Pa Ua | La N Ua
//
// One column a thread, one letter pair a step: L<m> lock, U<m> unlock, T<m> try_lock (when it
// fails, the thread goes on after the matching U<m>), R<v> load, W<v><n> store, P<m> wait (mutex m
// held) on the condition variable, N notify_one, B notify_all. Mutexes are a and b, variables x and
// y (relaxed atomics, 0 at first); there is one condition variable.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace heddle::tests {

enum class lock_action { lock, unlock, try_lock, load, store, wait, notify_one, notify_all };

struct lock_step {
    lock_action kind = lock_action::lock;
    std::size_t object = 0;    ///< Which mutex or which variable.
    int value = 0;             ///< What a store writes.
    std::size_t otherwise = 0; ///< Where a failed try_lock goes on.
};

struct lock_thread {
    std::size_t size = 0;
    std::array<lock_step, 16> code{};
};

struct lock_program {
    std::size_t threads = 0;
    std::array<lock_thread, 4> thread{};
};

namespace detail {

inline void close_try_locks(lock_thread& thread) {
    for (std::size_t i = 0; i != thread.size; ++i) {
        if (thread.code[i].kind != lock_action::try_lock) {
            continue;
        }
        std::size_t end = i + 1;
        while (end != thread.size && !(thread.code[end].kind == lock_action::unlock &&
                                       thread.code[end].object == thread.code[i].object)) {
            ++end;
        }
        if (end == thread.size) {
            throw std::invalid_argument{"try_lock without an unlock"};
        }
        thread.code[i].otherwise = end + 1;
    }
}

inline lock_action lock_action_of(char letter) {
    switch (letter) {
    case 'L': return lock_action::lock;
    case 'U': return lock_action::unlock;
    case 'T': return lock_action::try_lock;
    case 'R': return lock_action::load;
    case 'W': return lock_action::store;
    case 'P': return lock_action::wait;
    case 'N': return lock_action::notify_one;
    case 'B': return lock_action::notify_all;
    default: throw std::invalid_argument{"unknown step"};
    }
}

inline std::size_t lock_object_of(char name) {
    switch (name) {
    case 'a':
    case 'x': return 0;
    case 'b':
    case 'y': return 1;
    default: throw std::invalid_argument{"unknown object"};
    }
}

} // namespace detail

/// @throws std::invalid_argument when `text` is not in the notation.
inline lock_program parse_lock_program(std::string_view text) {
    lock_program program;
    program.threads = 1;
    auto const letter = [&](std::size_t i) {
        if (i >= text.size()) {
            throw std::invalid_argument{"unexpected end"};
        }
        return text[i];
    };
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
        } else if (text[i] == '|') {
            if (program.threads == program.thread.size()) {
                throw std::invalid_argument{"too many threads"};
            }
            ++program.threads;
            ++i;
        } else {
            auto& thread = program.thread[program.threads - 1];
            if (thread.size == thread.code.size()) {
                throw std::invalid_argument{"too many steps"};
            }
            auto& step = thread.code[thread.size++];
            step.kind = detail::lock_action_of(letter(i++));
            if (step.kind == lock_action::notify_one || step.kind == lock_action::notify_all) {
                continue;
            }
            step.object = detail::lock_object_of(letter(i++));
            if (step.kind == lock_action::store) {
                step.value = letter(i++) - '0';
            }
        }
    }
    for (std::size_t t = 0; t != program.threads; ++t) {
        detail::close_try_locks(program.thread[t]);
    }
    return program;
}

} // namespace heddle::tests
