// Readers share, writers do not. "alone": claims that a reader never finds another inside.
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    bool const alone = argc > 1;
    std::shared_mutex mutex;
    std::atomic<int> inside{0};
    int value = 0;
    auto const read = [&] {
        std::shared_lock const held{mutex};
        int const before = inside.fetch_add(1);
        assert(!alone || before == 0); // BUG
        assert(value == 0 || value == 1);
        inside.fetch_sub(1);
        (void)before;
    };
    std::thread first{read};
    std::thread second{read};
    {
        std::unique_lock const held{mutex};
        assert(inside.load() == 0);
        value = 1;
    }
    first.join();
    second.join();
}
