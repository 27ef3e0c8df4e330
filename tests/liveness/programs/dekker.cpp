// Dekker's lock. "acq_rel": its operations are only acquire and release, which does not suffice.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

template <std::memory_order load, std::memory_order store>
class dekker_lock {
public:
    void lock(int self) {
        int const other = 1 - self;
        wants_[self].store(true, store);
        while (wants_[other].load(load)) {
            if (turn_.load(load) != self) {
                wants_[self].store(false, store);
                while (turn_.load(load) != self) { // BUG(lost)
                }
                wants_[self].store(true, store);
            }
        }
    }

    void unlock(int self) {
        turn_.store(1 - self, store);
        wants_[self].store(false, store);
    }

private:
    std::atomic<bool> wants_[2]{};
    std::atomic<int> turn_{0};
};

template <std::memory_order load, std::memory_order store>
void run(variant const& v) {
    dekker_lock<load, store> lock;
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
