// An intrusive reference count that is decremented in relaxed order. The count itself is right, and
// only one thread destroys the object; but nothing orders the other's last write before the
// destructor.
//
// Corrected twin: reference_count.

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
        if (references_.fetch_sub(1, std::memory_order_relaxed) == 1) {
            delete this;
        }
    }

private:
    ~node() { assert(values[0] == 1 && values[1] == 1); }

    std::atomic<int> references_{2};
};

} // namespace

static const heddle::scenario reference_count_relaxed{
    .name = "classic/reference_count_relaxed",
    .expect = heddle::verdict::data_race,
    .story = "The last one to drop an object destroys it, not seeing what the other wrote.",
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
