// One of three threads keeps the lock, so that another may never get it; the order in which that
// one would have had it before is an execution all the same.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

static std::mutex mutex;
static std::atomic<int> x;

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::strcmp(argv[1], "fixed") == 0;
    std::thread first([] { mutex.lock(); });
    std::thread second([] {
        mutex.lock();
        (void)x.load();
        x.store(1);
        mutex.unlock();
    });
    std::thread third([fixed] {
        mutex.lock();
        assert(fixed || x.load() == 0); // BUG
        mutex.unlock();
    });
    first.join();
    std::exit(0); // the others may still wait
}
