// Random priorities with a few points at which they change.
//
// PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010. With n threads and k steps, a bug that needs d
// orderings is found by one execution with a probability of at least 1/(n k^(d-1)). Departures:
// - d is 3: two change points.
// - k is the length of the longest execution so far, not a figure given by the user; in the first
//   execution it is a guess.
// - Priorities are drawn when a thread first can go on, since threads are not known beforehand.
// - A thread that went on for very long while others could is put last, else a loop that
//   waits for a thread of lower priority and changes something in each iteration would never end.
// - The guarantee is one for interleavings; what a read sees is random (sampling.hpp).
#include "strategy/sampling.hpp"

#include <algorithm>
#include <array>

namespace heddle::strategy {
namespace {

using namespace graph;

constexpr std::size_t change_points = 2; // d - 1
constexpr std::uint32_t first_guess = 32;
constexpr std::uint32_t longest_run = 1000;

class pct_strategy final : public sampling {
public:
    using sampling::sampling;

private:
    void begin() override {
        priority_.fill(0);
        for (auto& c : change_at_) c = static_cast<std::uint32_t>(numbers().below(length_));
        steps_ = run_ = 0;
        lowest_ = change_points;
        last_ = max_threads;
    }

    std::size_t choose(std::span<const pending_operation> ready) override {
        // A drawn priority is above all that a change gives.
        for (const auto& p : ready) {
            if (priority_[p.thread] == 0) {
                priority_[p.thread] =
                    (std::int64_t{1} << 62u) + static_cast<std::int64_t>(numbers().next() >> 4u);
            }
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < ready.size(); ++i) {
            if (priority_[ready[i].thread] > priority_[ready[best].thread]) best = i;
        }
        return best;
    }

    void takes_place(const pending_operation& p,
                     std::span<const pending_operation> ready) override {
        run_ = p.thread == last_ && ready.size() > 1 ? run_ + 1 : 0;
        last_ = p.thread;
        // The paper's priorities d - 1, …, 1: the later the point, the lower.
        for (std::size_t i = 0; i < change_points; ++i) {
            if (change_at_[i] == steps_) {
                priority_[p.thread] = static_cast<std::int64_t>(change_points - i);
            }
        }
        if (run_ == longest_run) {
            priority_[p.thread] = -++lowest_;
            run_ = 0;
        }
        ++steps_;
    }

    void learn() override {
        length_ = known_ ? std::max(length_, steps_) : std::max(steps_, 1u);
        known_ = true;
    }

    std::array<std::int64_t, max_threads> priority_{}; // by thread; 0: none yet
    std::array<std::uint32_t, change_points> change_at_{};
    std::uint32_t length_ = first_guess;
    bool known_ = false;
    std::uint32_t steps_ = 0;
    std::uint32_t run_ = 0; // steps of the same thread in a row
    std::int64_t lowest_ = 0;
    thread_id last_ = max_threads;
};

} // namespace

std::unique_ptr<strategy> pct(clock_pool& clocks, const memory_model::memory_model& model,
                              std::uint64_t seed) {
    return std::make_unique<pct_strategy>(clocks, model, seed);
}

} // namespace heddle::strategy
