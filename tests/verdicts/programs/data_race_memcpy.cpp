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
        big mine;
        auto const held = guard();
        std::memcpy(&mine, &shared, sizeof(mine)); // BUG
    }};
    writer.join();
    reader.join();
}
