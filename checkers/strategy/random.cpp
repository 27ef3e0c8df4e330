// At every step, any of the threads that can go on, each with the same probability.
#include "strategy/sampling.hpp"

namespace heddle::strategy {
namespace {

class random_strategy final : public sampling {
public:
    using sampling::sampling;

private:
    std::size_t choose(std::span<const pending_operation> ready) override {
        return numbers().below(ready.size());
    }
};

} // namespace

std::unique_ptr<strategy> random(graph::clock_pool& clocks, const memory_model::memory_model& model,
                                 std::uint64_t seed) {
    return std::make_unique<random_strategy>(clocks, model, seed);
}

} // namespace heddle::strategy
