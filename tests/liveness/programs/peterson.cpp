// Peterson's lock. "acq_rel": its operations are only acquire and release, which does not suffice;
// "selfish": a thread gives itself the turn.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

template <std::memory_order load, std::memory_order store>
class peterson_lock {
public:
    explicit peterson_lock(bool selfish) : selfish_(selfish) {}

    void lock(int self) {
        int const other = 1 - self;
        wants_[self].store(true, store);
        turn_.store(selfish_ ? self : other, store);
        while (wants_[other].load(load) && turn_.load(load) != self) { // BUG(lost)
        }
    }

    void unlock(int self) { wants_[self].store(false, store); }

private:
    bool selfish_;
    std::atomic<bool> wants_[2]{};
    std::atomic<int> turn_{0};
};

template <std::memory_order load, std::memory_order store>
void run(variant const& v) {
    peterson_lock<load, store> lock(v.has("selfish"));
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
