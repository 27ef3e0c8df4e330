// The C library's generators of random numbers, of which all threads share two: that of rand and
// random, and that of drand48 and its like. Which number a thread draws depends on how many others
// have drawn before, so a draw is an operation: an update of how many numbers have been drawn since
// which seed. The number is then a matter of arithmetic, and the same as the library's.
#include "frontend/execution.hpp"
#include "frontend/object.hpp"
#include "frontend/refused.hpp"
#include "world/hooks.hpp"
#include "world/world.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

using namespace heddle;
using frontend::caller;
using frontend::real::function;
using graph::memory_order;
using graph::operation_code;

constinit const function<int()> real_rand{"rand"};
constinit const function<long()> real_random{"random"};
constinit const function<void(unsigned)> real_srand{"srand"};
constinit const function<void(unsigned)> real_srandom{"srandom"};
constinit const function<double()> real_drand48{"drand48"};
constinit const function<long()> real_lrand48{"lrand48"};
constinit const function<long()> real_mrand48{"mrand48"};
constinit const function<void(long)> real_srand48{"srand48"};

struct alignas(16) generator {
    std::uint64_t drawn = 0;
    std::uint64_t seed = 0;
};

constexpr std::uint64_t start_of_rand = 1; // C11 7.22.2.2
constexpr std::uint64_t start_of_48 = 0;   // glibc's

} // namespace

// Reports name them.
extern "C" {
__attribute__((visibility("hidden"))) constinit generator generator_of_rand{0, start_of_rand};
__attribute__((visibility("hidden"))) constinit generator generator_of_rand48{0, start_of_48};
}

namespace {

void note_use() {
    world::note_effect(); // a loop that draws is none that repeats itself
    world::note_external_effect("the program draws random numbers");
}

// How many numbers had been drawn, and since which seed.
generator draw(const generator& from, std::uintptr_t pc) {
    note_use();
    const auto before = frontend::act_on(&from, sizeof from, operation_code::fetch_add,
                                         memory_order::relaxed, pc, {1, 0})
                            .seen;
    return {before.low, before.high};
}

void seed(const generator& which, std::uint64_t value, std::uintptr_t pc) {
    note_use();
    frontend::act_on(&which, sizeof which, operation_code::store, memory_order::relaxed, pc,
                     {0, value});
}

// What the library's generator gives after so many numbers.
class additive_generator {
public:
    std::int32_t at(const generator& state) {
        if (values_.empty() || state.seed != seed_) begin(state.seed);
        while (values_.size() <= state.drawn) {
            std::int32_t next = 0;
            random_r(&data_, &next);
            values_.push_back(next);
        }
        return values_[state.drawn];
    }

private:
    void begin(std::uint64_t seed) {
        values_.clear();
        seed_ = seed;
        data_ = {};
        initstate_r(static_cast<unsigned>(seed), memory_.data(), memory_.size(), &data_);
    }

    std::vector<std::int32_t> values_;
    std::uint64_t seed_ = 0;
    std::array<char, 128> memory_{}; // the size of the library's own
    random_data data_{};
};

std::int32_t draw_rand(std::uintptr_t pc) {
    const generator before = draw(generator_of_rand, pc);
    world::simulating = false; // the numbers are kept on the real heap
    static additive_generator numbers;
    const std::int32_t number = numbers.at(before);
    world::simulating = true;
    return number;
}

// X(n+1) = a X(n) + c modulo 2^48 [POSIX drand48], by repeated squaring of the step.
std::uint64_t draw_48(std::uintptr_t pc) {
    constexpr std::uint64_t mask = (std::uint64_t{1} << 48u) - 1;
    const generator before = draw(generator_of_rand48, pc);
    std::uint64_t a = 0x5deece66d;
    std::uint64_t c = 0xb;
    std::uint64_t x = before.seed;
    for (std::uint64_t steps = before.drawn + 1; steps != 0; steps >>= 1u) {
        if ((steps & 1u) != 0) x = (a * x + c) & mask;
        c = (a * c + c) & mask;
        a = (a * a) & mask;
    }
    return x;
}

} // namespace

namespace heddle::frontend {

void register_random_numbers() {
    world::keep_in_checkpoints(&generator_of_rand, sizeof generator_of_rand);
    world::keep_in_checkpoints(&generator_of_rand48, sizeof generator_of_rand48);
}

void reset_random_numbers() noexcept {
    generator_of_rand = {0, start_of_rand};
    generator_of_rand48 = {0, start_of_48};
}

} // namespace heddle::frontend

HEDDLE_EXPORT int rand() noexcept {
    return world::simulating ? draw_rand(caller()) : real_rand();
}

HEDDLE_EXPORT long random() noexcept {
    return world::simulating ? draw_rand(caller()) : real_random();
}

HEDDLE_EXPORT void srand(unsigned value) noexcept {
    world::simulating ? seed(generator_of_rand, value, caller()) : real_srand(value);
}

HEDDLE_EXPORT void srandom(unsigned value) noexcept {
    world::simulating ? seed(generator_of_rand, value, caller()) : real_srandom(value);
}

HEDDLE_EXPORT double drand48() noexcept {
    return world::simulating ? static_cast<double>(draw_48(caller())) * 0x1p-48 : real_drand48();
}

HEDDLE_EXPORT long lrand48() noexcept {
    return world::simulating ? static_cast<long>(draw_48(caller()) >> 17u) : real_lrand48();
}

HEDDLE_EXPORT long mrand48() noexcept {
    return world::simulating ? static_cast<std::int32_t>(draw_48(caller()) >> 16u) : real_mrand48();
}

HEDDLE_EXPORT void srand48(long value) noexcept {
    const auto high = static_cast<std::uint32_t>(value);
    world::simulating ? seed(generator_of_rand48, (std::uint64_t{high} << 16u) + 0x330e, caller())
                      : real_srand48(value);
}

// They would put a generator into another state than so many numbers after a seed.
HEDDLE_REFUSED(unsigned short*, seed48, noexcept, (unsigned short* value), (value))
HEDDLE_REFUSED(void, lcong48, noexcept, (unsigned short* value), (value))
HEDDLE_REFUSED(char*, initstate, noexcept, (unsigned value, char* memory, std::size_t size),
               (value, memory, size))
HEDDLE_REFUSED(char*, setstate, noexcept, (char* memory), (memory))
