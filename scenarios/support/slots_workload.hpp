#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <mutex>
#include <thread>

namespace heddle::scenarios {

/// The article's six workers and three permits, in small: one worker more than there are permits.
/// `Semaphore` has `acquire()` and `release()`, and begins with that many. Asserts that never more
/// workers are inside than there are permits: each claims a slot of its own, of which there are no
/// more. A slot is plain, so that it is a data race besides if two are in the same.
template <std::size_t Permits, class Semaphore>
void run_slots_workload(Semaphore& semaphore) {
    std::array<bool, Permits> taken{};
    std::array<int, Permits> uses{};
    std::mutex choosing;
    const auto choose = [&] {
        const std::lock_guard held(choosing);
        std::size_t slot = 0;
        while (slot < Permits && taken[slot]) ++slot;
        assert(slot < Permits);
        taken[slot] = true;
        return slot;
    };
    const auto work = [&] {
        semaphore.acquire();
        const std::size_t slot = choose();
        ++uses[slot];
        {
            const std::lock_guard held(choosing);
            taken[slot] = false;
        }
        semaphore.release();
    };
    std::array<std::thread, Permits + 1> workers;
    for (std::thread& each : workers) each = std::thread(work);
    for (std::thread& each : workers) each.join();
    int total = 0;
    for (const int each : uses) total += each;
    assert(total == static_cast<int>(workers.size()));
}

} // namespace heddle::scenarios
