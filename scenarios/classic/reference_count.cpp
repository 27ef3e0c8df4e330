// An intrusive reference count: the decrement is acquire-release, so the one who finds itself the
// last sees what all others did to the object before they let go (as in Boost.Atomic's example).
//
// Flawed twin: reference_count_relaxed.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

namespace {

class node {
public:
    int values[2] = {0, 0};

    /// Gives up one of the two references that a node begins with; the last one frees it.
    void drop() {
        if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            delete this;
        }
    }

private:
    ~node() { assert(values[0] == 1 && values[1] == 1); }

    std::atomic<int> references_{2};
};

} // namespace

static const heddle::scenario reference_count{
    .name = "classic/reference_count",
    .expect = heddle::verdict::correct,
    .story = "Two threads write to an object and drop it; the last one destroys it.",
    .body = [] {
        auto* shared = new node;
        auto write_and_drop = [shared](int slot) {
            shared->values[slot] = 1;
            shared->drop();
        };
        std::thread first(write_and_drop, 0);
        std::thread second(write_and_drop, 1);
        first.join();
        second.join();
    }};
