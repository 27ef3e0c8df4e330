// The MCS lock: each thread spins on a node of its own, which its predecessor in the queue unlocks.
//   leaves: who finds no successor in the node takes it that there is none, and empties the queue
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

struct node {
    std::atomic<node*> next{nullptr};
    std::atomic<bool> waits{true};
};

class mcs_lock {
public:
    explicit mcs_lock(variant const& v)
        : leaves_(v.has("leaves")),
          release_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release) {}

    void lock(node& self) {
        node* const predecessor = tail_.exchange(&self, std::memory_order_acq_rel);
        if (predecessor == nullptr) {
            return;
        }
        predecessor->next.store(&self, std::memory_order_release);
        while (self.waits.load(std::memory_order_acquire)) { // BUG(leaves)
        }
    }

    void unlock(node& self) {
        node* successor = self.next.load(std::memory_order_acquire);
        if (successor == nullptr) {
            node* expected = &self;
            if (leaves_) {
                tail_.store(nullptr, std::memory_order_release);
                return;
            }
            if (tail_.compare_exchange_strong(expected, nullptr, std::memory_order_release,
                                              std::memory_order_relaxed)) {
                return;
            }
            do {
                successor = self.next.load(std::memory_order_acquire);
            } while (successor == nullptr);
        }
        successor->waits.store(false, release_);
    }

private:
    bool leaves_;
    std::memory_order release_;
    std::atomic<node*> tail_{nullptr};
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    mcs_lock lock(v);
    std::vector<node> nodes(static_cast<std::size_t>(threads));
    int counter = 0;
    auto const add = [&](int i) {
        auto& self = nodes[static_cast<std::size_t>(i)];
        lock.lock(self);
        ++counter; // BUG
        lock.unlock(self);
    };
    run_threads(v, threads, add);
    assert(counter == threads);
}
