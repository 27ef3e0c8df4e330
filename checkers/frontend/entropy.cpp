// What would be random numbers of the kernel's or the processor's. Any will do, but they must be
// the same whenever an execution is repeated, and must not depend on which thread draws first,
// which is no event: each thread has a generator of its own. (A system call made by hand goes to
// the kernel.)
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

namespace {

using namespace heddle;
using frontend::caller;
using frontend::real::function;

constinit const function<ssize_t(void*, std::size_t, unsigned)> real_getrandom{"getrandom"};
constinit const function<int(void*, std::size_t)> real_getentropy{"getentropy"};
constinit const function<unsigned()> real_arc4random{"arc4random"};
constinit const function<unsigned(unsigned)> real_arc4random_uniform{"arc4random_uniform"};
constinit const function<void(void*, std::size_t)> real_arc4random_buf{"arc4random_buf"};

#define HEDDLE_DEVICE_INIT                                                                         \
    "_ZNSt13random_device7_M_initERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE"
#define HEDDLE_DEVICE_FINI "_ZNSt13random_device7_M_finiEv"
#define HEDDLE_DEVICE_VALUE "_ZNSt13random_device9_M_getvalEv"

constinit const function<void(void*, const std::string&)> real_device_init{HEDDLE_DEVICE_INIT};
constinit const function<void(void*)> real_device_fini{HEDDLE_DEVICE_FINI};
constinit const function<unsigned(void*)> real_device_value{HEDDLE_DEVICE_VALUE};

// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
std::uint64_t draw() {
    world::note_effect(); // a loop that draws is none that repeats itself
    world::note_caveat("random numbers of the kernel's and the processor's were the same in every "
                       "execution: what the program does with others is not known");
    std::uint64_t z = (world::random_state() += 0x9e37'79b9'7f4a'7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebU;
    return z ^ (z >> 31U);
}

unsigned draw_word() {
    return static_cast<unsigned>(draw() >> 32U);
}

void fill(void* to, std::size_t size, std::uintptr_t pc) {
    if (size > 0) world::access(frontend::address_of(to), size, true, pc);
    auto* at = static_cast<std::byte*>(to);
    while (size > 0) {
        const std::uint64_t word = draw();
        const std::size_t part = std::min(size, sizeof word);
        std::memcpy(at, &word, part);
        at += part;
        size -= part;
    }
}

} // namespace

HEDDLE_EXPORT ssize_t getrandom(void* to, std::size_t size, unsigned flags) {
    if (!world::simulating) return real_getrandom(to, size, flags);
    fill(to, size, caller());
    return static_cast<ssize_t>(size);
}

HEDDLE_EXPORT int getentropy(void* to, std::size_t size) {
    if (!world::simulating) return real_getentropy(to, size);
    if (constexpr std::size_t most = 256; size > most) {
        errno = EIO;
        return -1;
    }
    fill(to, size, caller());
    return 0;
}

HEDDLE_EXPORT unsigned arc4random() noexcept {
    return world::simulating ? draw_word() : real_arc4random();
}

HEDDLE_EXPORT unsigned arc4random_uniform(unsigned bound) noexcept {
    if (!world::simulating) return real_arc4random_uniform(bound);
    return bound == 0 ? 0 : draw_word() % bound;
}

HEDDLE_EXPORT void arc4random_buf(void* to, std::size_t size) noexcept {
    world::simulating ? fill(to, size, caller()) : real_arc4random_buf(to, size);
}

// std::random_device, by the names of its members: whatever it would draw from, it draws from here.
extern "C" __attribute__((visibility("default"))) void
heddle_random_device_init(void* device, const std::string& token) __asm__(HEDDLE_DEVICE_INIT);
extern "C" __attribute__((visibility("default"))) void
heddle_random_device_fini(void* device) __asm__(HEDDLE_DEVICE_FINI);
extern "C" __attribute__((visibility("default"))) unsigned
heddle_random_device_value(void* device) __asm__(HEDDLE_DEVICE_VALUE);

void heddle_random_device_init(void* device, const std::string& token) {
    const bool is_known = token == "default" || token == "hw" || token == "hardware" ||
                          token == "prng" || token == "rdrand" || token == "rdrnd" ||
                          token == "rdseed" || token == "getentropy" || token == "arc4random" ||
                          token == "/dev/urandom" || token == "/dev/random";
    // Another one is an exception.
    if (!world::simulating || !is_known) real_device_init(device, token);
}

void heddle_random_device_fini(void* device) {
    if (!world::simulating) real_device_fini(device);
}

unsigned heddle_random_device_value(void* device) {
    return world::simulating ? draw_word() : real_device_value(device);
}
