// The CLH lock: each thread spins on the node of its predecessor in the queue, and keeps that node.
//   late: a thread marks its node as taken only after it has put it into the queue
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

struct node {
    std::atomic<bool> taken{false};
};

class clh_lock {
public:
    clh_lock(variant const& v, node& free)
        : late_(v.has("late")),
          release_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release),
          tail_(&free) {}

    node* lock(node& self) {
        if (!late_) {
            self.taken.store(true, std::memory_order_relaxed);
        }
        node* const predecessor = tail_.exchange(&self, std::memory_order_acq_rel);
        if (late_) {
            self.taken.store(true, std::memory_order_relaxed);
        }
        while (predecessor->taken.load(std::memory_order_acquire)) { // BUG(lost)
        }
        return predecessor;
    }

    void unlock(node& self) { self.taken.store(false, release_); }

private:
    bool late_;
    std::memory_order release_;
    std::atomic<node*> tail_;
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    int const rounds = v.number("rounds", 1);
    std::vector<node> nodes(static_cast<std::size_t>(threads) + 1);
    clh_lock lock(v, nodes.back());
    int counter = 0;
    auto const add = [&](int i) {
        node* self = &nodes[static_cast<std::size_t>(i)];
        for (int round = 0; round < rounds; ++round) {
            node* const predecessor = lock.lock(*self);
            ++counter; // BUG
            if (!v.has("lost") || i != 0) {
                lock.unlock(*self);
            }
            self = predecessor;
        }
    };
    run_threads(v, threads, add);
    assert(counter == threads * rounds);
}
