// Each read-modify-write of each width computes what the standard says.
#include <atomic>
#include <cstdint>
#include <thread>

#undef NDEBUG
#include <cassert>

template <class Integer>
void check() {
    Integer value = 12;
    assert(__atomic_fetch_nand(&value, static_cast<Integer>(10), __ATOMIC_RELAXED) == 12);
    assert(value == static_cast<Integer>(~(12 & 10)));
    std::atomic<Integer> x{static_cast<Integer>(12)};
    assert(x.fetch_add(3) == 12 && x.fetch_sub(5) == 15 && x.fetch_or(1) == 10);
    assert(x.fetch_and(6) == 11 && x.fetch_xor(7) == 2 && x.exchange(9) == 5);
    Integer expected = 8;
    assert(!x.compare_exchange_strong(expected, 1) && expected == 9);
    assert(x.compare_exchange_strong(expected, static_cast<Integer>(-1)) &&
           x.load() == static_cast<Integer>(-1));
    assert(x.fetch_add(1) == static_cast<Integer>(-1) && x.load() == 0);
}

int main() {
    std::thread other{[] { check<std::int8_t>(); }};
    check<std::uint8_t>();
    check<std::int16_t>();
    check<std::uint32_t>();
    check<std::int64_t>();
    std::atomic<int*> pointer{nullptr};
    int target[2]{};
    pointer.store(target);
    assert(pointer.fetch_add(1) == target && pointer.load() == target + 1);
    std::atomic_flag flag;
    assert(!flag.test_and_set() && flag.test());
    std::atomic<double> number{1.0};
    assert(number.fetch_add(0.5) == 1.0 && number.load() == 1.5);
    other.join();
}
