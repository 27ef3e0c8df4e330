#pragma once

#include "models/relacy/relacy.hpp"

#include <array>

namespace heddle::models::detail {

/// Who sleeps, and on what: by address, as the kernel knows it, since a word may be gone when its
/// sleepers are woken.
class sleepers {
    static constexpr rl::thread_id_t most_threads = 16;

public:
    using group = rl::waitset<most_threads>;

    /// Those of the word at `address`. To be asked for anew whenever others may have run.
    group& of(const void* address) {
        place* unused = nullptr;
        for (place& each : places_) {
            if (each.asleep.size() == 0)
                unused = &each;
            else if (each.address == address)
                return each.asleep;
        }
        RL_VERIFY(unused != nullptr);
        unused->address = address;
        return unused->asleep;
    }

    /// Forgets those that slept when an execution was given up.
    void forget() {
        for (place& each : places_) each.asleep = {};
    }

private:
    struct place {
        const void* address = nullptr;
        group asleep;
    };

    std::array<place, most_threads> places_;
};

inline sleepers asleep;

} // namespace heddle::models::detail
