#pragma once

/// The states of a thread's life, and which may follow which.
///
///     from \ to    runnable  running  blocked  terminated  failed
///     created      yes
///     runnable               yes                           yes (it could not be started)
///     running                         yes      yes         yes
///     blocked                yes
///     terminated, failed: none

#include <cstdint>
#include <string_view>

namespace heddle::thread {

enum class thread_state : std::uint8_t {
    created,    ///< nobody has started it
    runnable,   ///< it was started, and has not come to run yet
    running,    ///< it runs its function
    blocked,    ///< it waits for something, by its own account
    terminated, ///< its function returned
    failed,     ///< its function was left by an exception, or it could not be started
};

/// Whether a thread that is in state `from` may be in `to` next.
[[nodiscard]] constexpr bool may_follow(thread_state from, thread_state to) noexcept {
    switch (from) {
    case thread_state::created: return to == thread_state::runnable;
    case thread_state::runnable: return to == thread_state::running || to == thread_state::failed;
    case thread_state::running:
        return to == thread_state::blocked || to == thread_state::terminated ||
               to == thread_state::failed;
    case thread_state::blocked: return to == thread_state::running;
    case thread_state::terminated:
    case thread_state::failed: return false;
    }
    return false;
}

/// Whether it is a last state.
[[nodiscard]] constexpr bool is_over(thread_state state) noexcept {
    return state == thread_state::terminated || state == thread_state::failed;
}

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view to_string(thread_state state) noexcept {
    switch (state) {
    case thread_state::created: return "created";
    case thread_state::runnable: return "runnable";
    case thread_state::running: return "running";
    case thread_state::blocked: return "blocked";
    case thread_state::terminated: return "terminated";
    case thread_state::failed: return "failed";
    }
    return "?";
}

} // namespace heddle::thread
