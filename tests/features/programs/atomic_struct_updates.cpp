// Read-modify-writes of atomic structs of three and of twelve bytes. "torn": a load and a store in
// their place, which both threads can win.
//
// Four executions: the orders of the two exchanges, and of the two compare_exchanges. The relaxed
// additions to the two counters come from one thread each.
#include <atomic>
#include <cassert>
#include <thread>

struct colour {
    unsigned char red, green, blue;
};

struct place {
    int x, y, z;
};

int main(int argc, char**) {
    bool const torn = argc > 1;
    std::atomic<colour> owner(colour{0, 0, 0});
    std::atomic<place> last(place{0, 0, 0});
    std::atomic<int> winners(0);
    std::atomic<int> firsts(0);
    auto const work = [&](unsigned char me) {
        place const before = last.exchange(place{me, me, me});
        assert(before.x == before.y && before.y == before.z);
        if (before.x == 0) firsts.fetch_add(1, std::memory_order_relaxed);
        colour none{0, 0, 0};
        if (torn && owner.load().red == 0) {
            owner.store(colour{me, me, me});
            winners.fetch_add(1, std::memory_order_relaxed);
        } else if (!torn && owner.compare_exchange_strong(none, colour{me, me, me})) {
            winners.fetch_add(1, std::memory_order_relaxed);
        }
    };
    std::thread a(work, 1);
    std::thread b(work, 2);
    a.join();
    b.join();
    assert(firsts.load() == 1);
    assert(winners.load() == 1); // BUG
}
