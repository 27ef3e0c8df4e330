// A function that is called twice has an atomic at the same place of the stack each time, and
// another thread changes it. Clang does not instrument how it is initialized: only the memory tells
// that it is another object.
//
//     -      the other thread finds it fresh each time
//     stale  the program expects it to find, the second time, what it left the first time
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <string_view>
#include <thread>

struct entry {
    std::atomic<unsigned> state{0};
    entry* next{nullptr};
};

static std::atomic<entry*> shared{nullptr};

__attribute__((noinline)) static void publish(entry& e) {
    shared.store(&e, std::memory_order_release);
}

__attribute__((noinline)) static void wait_once() {
    entry e;
    publish(e);
    while (e.state.load(std::memory_order_acquire) != 3) std::this_thread::yield();
}

int main(int argc, char** argv) {
    bool const stale = argc > 1 && std::string_view(argv[1]) == "stale";
    std::thread waiter([] {
        wait_once();
        wait_once();
    });
    unsigned found[2];
    for (unsigned& each : found) {
        entry* e;
        while ((e = shared.exchange(nullptr, std::memory_order_acquire)) == nullptr)
            std::this_thread::yield();
        each = e->state.exchange(3, std::memory_order_release);
    }
    waiter.join();
    assert(found[0] == 0);
    assert(found[1] == (stale ? 3 : 0)); // BUG
}
