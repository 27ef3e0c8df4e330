// A big struct is assigned while another thread copies it: the compiler turns both into memcpy.
#include <array>
#include <cstring>
#include <mutex>
#include <thread>

struct big {
    std::array<char, 512> bytes;
};

int main(int argc, char**) {
    bool const fixed = argc > 1;
    static big shared;
    static big copy; // the reader's own
    std::mutex mutex;
    auto const guard = [&] {
        return fixed ? std::unique_lock{mutex} : std::unique_lock<std::mutex>{};
    };
    std::thread writer{[&] {
        big mine{};
        auto const held = guard();
        std::memcpy(&shared, &mine, sizeof(mine)); // BUG
    }};
    std::thread reader{[&] {
        auto const held = guard();
        std::memcpy(&copy, &shared, sizeof(copy)); // BUG
    }};
    writer.join();
    reader.join();
    return copy.bytes[7]; // or the compiler leaves the copy out
}
