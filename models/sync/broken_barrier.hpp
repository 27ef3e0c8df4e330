#pragma once

#include <cstddef>
#include <cstdint>

namespace heddle::models {

/// A barrier that counts, and knows nothing of turns: a thread that is slow to see the end of one
/// finds that the next one has begun.
template <class Sync>
class turnless_barrier {
public:
    explicit turnless_barrier(std::size_t parties)
        : parties_(static_cast<std::uint32_t>(parties)) {}

    void arrive_and_wait() {
        std::uint32_t arrived = arrived_.fetch_add(1) + 1;
        if (arrived == parties_) {
            arrived_.store(0);
            Sync::notify_all(arrived_);
        } else {
            while ((arrived = arrived_.load()) != 0) Sync::wait(arrived_, arrived); // the flaw
        }
    }

private:
    const std::uint32_t parties_;
    typename Sync::word arrived_{0};
};

} // namespace heddle::models
