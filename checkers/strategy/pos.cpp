// A random priority for every event, drawn anew when a racing event comes first.
//
// POS: Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling", CAV 2018. Departures:
// - A thread whose next event could not take place for a while draws anew when it can: what it
//   waited for races with it.
// - What a read sees is random (sampling.hpp); the paper knows interleavings only.
#include "strategy/sampling.hpp"

#include <array>

namespace heddle::strategy {
namespace {

using namespace graph;

bool only_reads(operation_code code) {
    return code == operation_code::load;
}

bool race(const pending_operation& a, const pending_operation& b) {
    return a.what->address != 0 && a.what->address == b.what->address &&
           !(only_reads(a.what->code) && only_reads(b.what->code));
}

class pos_strategy final : public sampling {
public:
    using sampling::sampling;

private:
    void begin() override { priority_.fill(0); }

    std::size_t choose(std::span<const pending_operation> ready) override {
        std::uint64_t there = 0;
        for (const auto& p : ready) {
            there |= std::uint64_t{1} << p.thread;
            if (priority_[p.thread] == 0) priority_[p.thread] = numbers().next() | 1u;
        }
        for (thread_id t = 0; t < max_threads; ++t) {
            if (((there >> t) & 1u) == 0) priority_[t] = 0;
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < ready.size(); ++i) {
            if (priority_[ready[i].thread] > priority_[ready[best].thread]) best = i;
        }
        return best;
    }

    void takes_place(const pending_operation& p,
                     std::span<const pending_operation> ready) override {
        for (const auto& other : ready) {
            if (other.thread == p.thread || race(other, p)) priority_[other.thread] = 0;
        }
    }

    std::array<std::uint64_t, max_threads> priority_{}; // by thread, of its next event; 0: none yet
};

} // namespace

std::unique_ptr<strategy> pos(clock_pool& clocks, const memory_model::memory_model& model,
                              std::uint64_t seed) {
    return std::make_unique<pos_strategy>(clocks, model, seed);
}

} // namespace heddle::strategy
