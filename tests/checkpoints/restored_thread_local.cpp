// Each thread's own variables, and what is destroyed with them.
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

namespace {

std::atomic<int> tickets{0};
std::atomic<int> destroyed{0};
std::once_flag once;
int initialized = 0;

struct diary {
    ~diary() { destroyed.fetch_add(1); }

    std::string text;
};

thread_local int count = 0;
thread_local diary own;

} // namespace

int main() {
    auto const work = [] {
        // What is to be called is a variable of libstdc++'s, one a thread.
        std::call_once(once, [value = 7] { initialized += value; });
        for (int round = 1; round <= 2; ++round) {
            own.text += static_cast<char>('a' + tickets.fetch_add(1));
            assert(++count == round);
            assert(own.text.size() == static_cast<std::size_t>(round));
        }
        assert(own.text[0] < own.text[1]);
    };
    std::vector<std::thread> pool;
    for (int i = 0; i != 2; ++i) {
        pool.emplace_back(work);
    }
    for (auto& thread : pool) {
        thread.join();
    }
    assert(initialized == 7 && count == 0 && destroyed == 2 && tickets == 4);
}
