// wait and notify_one on atomics of several sizes, by way of the futex of the atomic itself or of
// one that the library keeps. "lost": nobody is notified.
#include <array>
#include <atomic>
#include <cassert>
#include <cstdint>
#include <string_view>
#include <thread>

template <class T>
static void hand_over(T initial, T next, bool lost) {
    std::atomic<T> value(initial);
    int message = 0;
    std::thread waiter([&] {
        value.wait(initial); // BUG
        assert(message == 1);
    });
    message = 1;
    value.store(next);
    if (!lost) value.notify_one();
    waiter.join();
}

struct wide {
    std::array<std::int32_t, 2> numbers;
};

int main(int argc, char** argv) {
    std::string_view const type = argv[1];
    bool const lost = argc > 2;
    static int target = 0;
    if (type == "bool") hand_over<bool>(false, true, lost);
    if (type == "int8") hand_over<std::int8_t>(0, 1, lost);
    if (type == "int16") hand_over<std::int16_t>(0, 1, lost);
    if (type == "int32") hand_over<std::int32_t>(0, 1, lost);
    if (type == "int64") hand_over<std::int64_t>(0, 1, lost);
    if (type == "pointer") hand_over<int*>(nullptr, &target, lost);
    if (type == "struct") hand_over<wide>(wide{{0, 0}}, wide{{0, 1}}, lost);
}
