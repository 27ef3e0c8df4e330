// The functions that make a block write to it: to read it elsewhere must be ordered after that.
// "calloc", "realloc": it is not.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <thread>

int main(int argc, char** argv) {
    bool const ordered = argc == 2;
    bool const zeroed = std::strcmp(argv[1], "calloc") == 0;
    std::size_t const size = argc == 4 ? 100'000 : 100;
    static std::atomic<char*> shared{nullptr};
    auto* const old = static_cast<char*>(std::malloc(size));
    std::memset(old, 1, size);
    std::thread writer{[=] {
        auto* const block =
            static_cast<char*>(zeroed ? std::calloc(size, 1) : std::realloc(old, 2 * size));
        shared.store(block, ordered ? std::memory_order_release : std::memory_order_relaxed);
    }};
    char* const seen = shared.load(ordered ? std::memory_order_acquire : std::memory_order_relaxed);
    int const first = seen == nullptr ? 0 : seen[size / 2]; // BUG
    writer.join();
    if (zeroed) {
        std::free(old);
    }
    std::free(shared.load());
    return first == 2 ? 1 : 0;
}
