// Destructors of thread_local variables run at their thread's end, the last one made first, and may
// lock. "unlocked": they do not, and race. Two executions: one thread ends first.
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static bool locks = true;
static int ended = 0;

struct outer {
    int seen = 0;

    ~outer() {
        std::unique_lock held(mutex, std::defer_lock);
        if (locks) held.lock();
        assert(seen == 1);
        ++ended; // BUG
    }
};

static thread_local outer first_made;

struct inner {
    ~inner() { ++first_made.seen; }

    void use() {}
};

static thread_local inner last_made;

int main(int argc, char**) {
    locks = argc == 1;
    auto const use = [] {
        first_made.seen = 0;
        last_made.use();
    };
    std::thread a(use);
    std::thread b(use);
    a.join();
    b.join();
    assert(ended == 2);
}
