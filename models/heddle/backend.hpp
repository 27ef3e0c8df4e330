#pragma once

/// Models as scenarios: explored by Heddle, and run natively under ThreadSanitizer.

#include "models/description.hpp"
#include "primitives/sync/std_sync.hpp"

#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>

namespace heddle::models {

/// The policy of programs, but that threads do not spin before they sleep: how often they would is
/// a matter of time, which a model has none of.
struct checked_sync : sync::std_sync {
    using mutex = std::mutex;

    class backoff {
    public:
        static bool pause() noexcept { return false; }

        static void wait() noexcept { std::this_thread::yield(); }
    };

    /// A number that the environment chooses, from 0 to `alternatives` - 1.
    static unsigned choose(unsigned alternatives) noexcept { return heddle::choose(alternatives); }

    static void check(bool condition, const char* message, const char* file = __builtin_FILE(),
                      unsigned line = __builtin_LINE()) noexcept {
        heddle::check(condition, message, file, line);
    }
};

/// Runs a model once, its threads at the same time.
template <class Model>
void run_model() {
    Model subject;
    subject.invariant();
    {
        std::array<std::thread, Model::threads> threads;
        for (std::size_t i = 0; i < threads.size(); ++i) {
            threads[i] = std::thread([&subject, i] { subject.thread(i); });
        }
        for (std::thread& each : threads) each.join();
    }
    subject.invariant();
    subject.after();
}

/// A model that is entered among the scenarios.
template <class Model>
struct model {
    explicit model(const description& d)
        : entry{.name = d.name,
                .expect = d.expect,
                .story = d.story,
                .body = &run_model<Model>,
                .file = d.file,
                .line = d.line} {}

    scenario entry;
};

} // namespace heddle::models
