// A thread waits for the end of what another does meanwhile. It may look before the other begins.
//   fences: relaxed accesses with fences between them
//   late: the other does something else first
//   expects_meeting: asserts what need not be: that the other sees this thread's store
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

std::atomic<int> arrived{0};
std::atomic<int> busy{0};
std::atomic<int> other{0};

void fence_if(bool wanted) {
    if (wanted) {
        std::atomic_thread_fence(std::memory_order_seq_cst);
    }
}

void wait(std::memory_order load, std::memory_order store, bool fences) {
    arrived.store(1, store);
    fence_if(fences);
    while (busy.load(load) != 0) {
    }
}

int work(std::memory_order load, std::memory_order store, bool fences, bool late) {
    if (late) {
        (void)other.load(load);
    }
    busy.store(1, store);
    fence_if(fences);
    int const seen = arrived.load(load);
    busy.store(0, store);
    return seen;
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    bool const fences = v.has("fences");
    auto const order = fences ? std::memory_order_relaxed : std::memory_order_seq_cst;
    int seen = 0;
    run_threads(v, 2, [&](int i) {
        if (i == 0) {
            wait(order, order, fences);
        } else {
            seen = work(order, order, fences, v.has("late"));
        }
    });
    assert(!v.has("expects_meeting") || seen == 1); // BUG
}
