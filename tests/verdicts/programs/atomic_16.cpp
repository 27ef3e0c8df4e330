// Sixteen-byte atomics: a tagged pointer, exchanged by two threads. "torn": claims that the other
// never gets in between.
#include <cstdint>
#include <thread>

#undef NDEBUG
#include <cassert>

__extension__ using wide = unsigned __int128;

static wide pack(std::uint64_t high, std::uint64_t low) {
    return static_cast<wide>(high) << 64U | low;
}

int main(int argc, char**) {
    bool const torn = argc > 1;
    alignas(16) static wide value = 0;
    auto const add = [torn] {
        wide seen = __atomic_load_n(&value, __ATOMIC_ACQUIRE);
        assert(static_cast<std::uint64_t>(seen >> 64U) == static_cast<std::uint64_t>(seen));
        auto const next = static_cast<std::uint64_t>(seen) + 1;
        bool const swapped = __atomic_compare_exchange_n(&value, &seen, pack(next, next), false,
                                                         __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
        assert(!torn || swapped); // BUG
        (void)swapped;
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
}
