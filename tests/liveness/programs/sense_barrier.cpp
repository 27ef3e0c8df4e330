// The sense-reversing barrier: the last thread to come in resets the count and turns the sense
// over.
//   late: … in the opposite order, so that the next round may begin before the count is reset
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

class sense_barrier {
public:
    sense_barrier(variant const& v, int threads)
        : late_(v.has("late")),
          order_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_acq_rel),
          threads_(threads),
          missing_(threads) {}

    void wait(bool sense) {
        bool const last = missing_.fetch_sub(1, order_) == 1;
        if (last && late_) {
            sense_.store(sense, std::memory_order_release);
            missing_.store(threads_, std::memory_order_relaxed);
        } else if (last) {
            missing_.store(threads_, std::memory_order_relaxed);
            sense_.store(sense, std::memory_order_release);
        } else {
            while (sense_.load(std::memory_order_acquire) != sense) { // BUG(late)
            }
        }
    }

private:
    bool late_;
    std::memory_order order_;
    int threads_;
    std::atomic<int> missing_;
    std::atomic<bool> sense_{false};
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    int const rounds = v.number("rounds", 2);
    sense_barrier barrier(v, threads);
    std::vector<int> done(static_cast<std::size_t>(threads));
    auto const work = [&](int i) {
        bool sense = false;
        for (int round = 1; round <= rounds; ++round) {
            done[static_cast<std::size_t>(i)] = round; // BUG
            sense = !sense;
            barrier.wait(sense);
            int const neighbour = (i + 1) % threads;
            assert(done[static_cast<std::size_t>(neighbour)] == round); // BUG
            sense = !sense;
            barrier.wait(sense);
        }
    };
    run_threads(v, threads, work);
}
