// Lamport's bakery: who comes draws a number higher than all, and the lowest number goes first.
//   acq_rel: its operations are only acquire and release, which does not suffice; no_doorway: a
//   thread does not say that it is drawing a number
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

template <std::memory_order load, std::memory_order store>
class bakery_lock {
public:
    explicit bakery_lock(bool doorway) : doorway_(doorway) {}

    void lock(int self) {
        int const other = 1 - self;
        if (doorway_) {
            drawing_[self].store(true, store);
        }
        int const mine = number_[other].load(load) + 1;
        number_[self].store(mine, store);
        drawing_[self].store(false, store);
        while (drawing_[other].load(load)) {
        }
        while (goes_first(number_[other].load(load), other, mine, self)) { // BUG(lost)
        }
    }

    void unlock(int self) { number_[self].store(0, store); }

private:
    static bool goes_first(int theirs, int other, int mine, int self) {
        return theirs != 0 && (theirs < mine || (theirs == mine && other < self));
    }

    bool doorway_;
    std::atomic<bool> drawing_[2]{};
    std::atomic<int> number_[2]{};
};

template <std::memory_order load, std::memory_order store>
void run(variant const& v) {
    bakery_lock<load, store> lock(!v.has("no_doorway"));
    int counter = 0;
    auto const add = [&](int self) {
        lock.lock(self);
        ++counter; // BUG
        if (!v.has("lost") || self != 0) {
            lock.unlock(self);
        }
    };
    run_threads(v, 2, add);
    assert(counter == 2);
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    if (v.has("acq_rel")) {
        run<std::memory_order_acquire, std::memory_order_release>(v);
    } else {
        run<std::memory_order_seq_cst, std::memory_order_seq_cst>(v);
    }
}
