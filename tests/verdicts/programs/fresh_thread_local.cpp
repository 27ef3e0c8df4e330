// Each thread has an atomic and a flag for one-time calls of its own. The next thread's are in the
// same place, and no instrumented code tells that they are others.
//
//     -      they are fresh
//     stale  the program expects to find what the last thread has left
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <mutex>
#include <string_view>
#include <thread>

static thread_local std::atomic<int> own{0};
static thread_local std::once_flag once;

int main(int argc, char** argv) {
    bool const stale = argc > 1 && std::string_view(argv[1]) == "stale";
    for (int round = 0; round != 2; ++round) {
        std::thread owner([&] {
            int const expected = stale ? round : 0;
            assert(own.load() == expected); // BUG
            std::thread helper([p = &own] { p->store(1); });
            helper.join();
            assert(own.load() == 1);
            int calls = 0;
            std::call_once(once, [&] { ++calls; });
            std::call_once(once, [&] { ++calls; });
            assert(calls == 1);
        });
        owner.join();
    }
}
