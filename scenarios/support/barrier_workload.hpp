#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <thread>

namespace heddle::scenarios {

/// Two threads in lock-step through a `Barrier` (a constructor from the number of parties, and
/// `void wait()`) that is used twice: each writes its own slot, waits, reads the other's slot,
/// waits, and writes again. The slots are plain, so only the barrier makes this free of data races.
template <typename Barrier>
void run_barrier_workload() {
    Barrier barrier(2);
    std::array<int, 2> slots{};
    auto party = [&](std::size_t self) {
        slots[self] = 1;
        barrier.wait();
        assert(slots[1 - self] == 1);
        barrier.wait();
        slots[self] = 2;
    };
    std::thread first(party, std::size_t{0});
    std::thread second(party, std::size_t{1});
    first.join();
    second.join();
}

} // namespace heddle::scenarios
