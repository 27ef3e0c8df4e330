#pragma once

#include <thread>

namespace heddle::sync {

/// How a thread that waits for another one's store passes the time: first a few instructions, then
/// twice as many, then whole turns of the processor. Spinning is right only where the other thread
/// is about to be done.
class backoff {
public:
    /// Blocks for a moment: longer, the more often it is called. For threads that can sleep.
    /// @return false, at once, when it is time to do so
    bool pause() noexcept {
        if (round_ == most_rounds) return false;
        wait();
        return true;
    }

    /// Blocks for a moment, as `pause`. For threads that cannot do anything else.
    void wait() noexcept {
        if (round_ >= rounds_of_spinning) {
            std::this_thread::yield();
        } else {
            for (unsigned i = 0; i < 1U << round_; ++i) relax();
        }
        if (round_ < most_rounds) ++round_;
    }

private:
    static constexpr unsigned rounds_of_spinning = 7; // 127 pauses in all, some microseconds
    static constexpr unsigned most_rounds = rounds_of_spinning + 3;

    static void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        asm volatile("yield" ::: "memory");
#endif
    }

    unsigned round_ = 0;
};

} // namespace heddle::sync
