// Fatal signals of the program, the watchdog, and the user's interrupt.
#pragma once

namespace heddle::world {

/// Installs the handlers; `watchdog_seconds` of processor time without an operation is a livelock.
void install_signal_handlers(double watchdog_seconds);
void remove_signal_handlers();
/// In a process that has just been forked: timers are not inherited.
void restart_watchdog();
[[nodiscard]] bool interrupted() noexcept;
/// In a thread's long run of plain accesses: ends the execution when the watchdog's time is up.
void check_watchdog();
/// Whether the last bug was the watchdog's (repeating the execution would wait for it again).
[[nodiscard]] bool watchdog_fired() noexcept;

} // namespace heddle::world
