#include "lock_program.hpp"

namespace heddle::tests {

namespace {

lock_action action_of(char letter) {
    switch (letter) {
    case 'L': return lock_action::take;
    case 'S': return lock_action::share;
    case 'T': return lock_action::try_take;
    case 'H': return lock_action::try_share;
    case 'U': return lock_action::give;
    case 'E': return lock_action::end;
    case 'R': return lock_action::load;
    case 'W': return lock_action::store;
    case 'P': return lock_action::wait;
    case 'N': return lock_action::notify_one;
    case 'B': return lock_action::notify_all;
    default: throw std::invalid_argument{"unknown step"};
    }
}

void name_object(lock_step& step, char name) {
    constexpr std::array<std::string_view, object_kinds> names{"ab", "rs", "012", "xy", "uv"};
    for (std::size_t kind = 0; kind != names.size(); ++kind) {
        if (auto const place = names[kind].find(name); place != std::string_view::npos) {
            step.kind = static_cast<object_kind>(kind);
            step.object = place;
            return;
        }
    }
    throw std::invalid_argument{"unknown object"};
}

bool is_possible(lock_action action, object_kind kind) {
    bool const variable = kind == object_kind::atomic || kind == object_kind::plain;
    switch (action) {
    case lock_action::take:
    case lock_action::try_take:
    case lock_action::give:
    case lock_action::end: return !variable;
    case lock_action::share:
    case lock_action::try_share: return kind == object_kind::rwlock;
    case lock_action::load:
    case lock_action::store: return variable;
    case lock_action::wait: return kind == object_kind::mutex;
    default: return true;
    }
}

void close_tries(lock_thread& thread) {
    for (std::size_t i = 0; i != thread.size; ++i) {
        auto& step = thread.code[i];
        if (!is_try(step.action)) {
            continue;
        }
        auto const ends = [&](lock_step const& other) {
            return (other.action == lock_action::give || other.action == lock_action::end) &&
                   other.kind == step.kind && other.object == step.object;
        };
        std::size_t last = i + 1;
        while (last != thread.size && !ends(thread.code[last])) {
            ++last;
        }
        if (last == thread.size) {
            throw std::invalid_argument{"a try without an end"};
        }
        step.otherwise = last + 1;
    }
}

/// Reads one step off the front of `text`.
lock_step take_step(std::string_view& text) {
    auto const next = [&] {
        if (text.empty()) {
            throw std::invalid_argument{"unexpected end"};
        }
        char const letter = text.front();
        text.remove_prefix(1);
        return letter;
    };
    lock_step step;
    step.action = action_of(next());
    if (step.action == lock_action::notify_one || step.action == lock_action::notify_all) {
        return step;
    }
    name_object(step, next());
    if (!is_possible(step.action, step.kind)) {
        throw std::invalid_argument{"a step that its object does not know"};
    }
    if (step.action == lock_action::store) {
        step.value = next() - '0';
    }
    return step;
}

} // namespace

lock_program parse_lock_program(std::string_view text) {
    lock_program program;
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
        } else if (text.front() == '|') {
            if (program.threads++ == lock_threads) {
                throw std::invalid_argument{"too many threads"};
            }
            text.remove_prefix(1);
        } else {
            auto& thread = program.thread[program.threads - 1];
            if (thread.size == lock_steps) {
                throw std::invalid_argument{"too many steps"};
            }
            thread.code[thread.size++] = take_step(text);
        }
    }
    for (auto& thread : program.thread) {
        close_tries(thread);
    }
    return program;
}

} // namespace heddle::tests
