// A function that is called twice has an atomic at the same place of the stack each time, and
// another thread changes it. Clang does not instrument how it is initialized: only the memory tells
// that it is another object.
//
//     -      the other thread finds it fresh each time
//     stale  the program expects it to find, the second time, what it left the first time
//     once   a flag for one-time calls, in the same way
//     sizes  atomics of other sizes in the same place
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <mutex>
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

struct lazy {
    std::once_flag once;
    int value{0};
};

__attribute__((noinline)) static int value_of(lazy& l) {
    std::call_once(l.once, [&l] { l.value = 42; });
    return l.value;
}

__attribute__((noinline)) static void make_once() {
    lazy l;
    std::thread other([p = &l] { assert(value_of(*p) == 42); });
    assert(value_of(l) == 42);
    other.join();
}

template <class T>
struct cell {
    std::atomic<T> count{T(4)};
    void* padding{nullptr};
};

template <class T>
__attribute__((noinline)) static void count_to_six() {
    cell<T> c;
    std::thread other([p = &c] { p->count.fetch_add(1); });
    c.count.fetch_add(1);
    other.join();
    assert(c.count.load() == 6);
}

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    if (variant == "once") {
        make_once();
        make_once();
        return 0;
    }
    if (variant == "sizes") {
        count_to_six<int>();
        count_to_six<long>();
        count_to_six<short>();
        return 0;
    }
    bool const stale = variant == "stale";
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
