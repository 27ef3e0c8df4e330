// Functions called one after the other keep atomics of different sizes in the same place of the
// stack.
#include <atomic>
#include <cstdint>

#undef NDEBUG
#include <cassert>

template <class Integer>
[[gnu::noinline]] static void use() {
    std::atomic<Integer> values[8]{};
    for (auto& value : values) {
        value.fetch_add(1, std::memory_order_relaxed);
    }
    for (auto& value : values) {
        assert(value.load(std::memory_order_relaxed) == 1);
    }
}

int main() {
    use<std::int8_t>();
    use<std::int64_t>();
    use<std::int16_t>();
    use<std::int32_t>();
}
