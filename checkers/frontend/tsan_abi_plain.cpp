// The part of ThreadSanitizer's ABI that announces plain memory accesses: each is checked for a
// race before it happens. Calls of functions are announced too, and ignored: stacks are unwound
// only when a report needs them.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "world/world.hpp"

#include <cstddef>
#include <cstring>

namespace world = heddle::world;
using heddle::frontend::address_of;
using heddle::frontend::caller;

namespace {

[[gnu::always_inline]] inline void touch(const void* p, std::size_t size, bool write,
                                         std::uintptr_t pc) {
    if (world::simulating) world::access(address_of(p), size, write, pc);
}

} // namespace

// A list of the sizes that the ABI has entry points for; an access is unaligned from 2 bytes on.
#define HEDDLE_SIZES(X) X(1) X(2) X(4) X(8) X(16)
#define HEDDLE_UNALIGNED_SIZES(X) X(2) X(4) X(8) X(16)

// A compound access (a read and a write of the same bytes) is checked as the write, which conflicts
// with all that the read conflicts with.
#define HEDDLE_ALIGNED(n)                                                                          \
    HEDDLE_EXPORT void __tsan_read##n(void* p) {                                                   \
        touch(p, n, false, caller());                                                              \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_write##n(void* p) {                                                  \
        touch(p, n, true, caller());                                                               \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_read_write##n(void* p) {                                             \
        touch(p, n, true, caller());                                                               \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_volatile_read##n(void* p) {                                          \
        touch(p, n, false, caller());                                                              \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_volatile_write##n(void* p) {                                         \
        touch(p, n, true, caller());                                                               \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_read##n##_pc(void* p, void* pc) {                                    \
        touch(p, n, false, address_of(pc));                                                        \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_write##n##_pc(void* p, void* pc) {                                   \
        touch(p, n, true, address_of(pc));                                                         \
    }

#define HEDDLE_UNALIGNED(n)                                                                        \
    HEDDLE_EXPORT void __tsan_unaligned_read##n(void* p) {                                         \
        touch(p, n, false, caller());                                                              \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_unaligned_write##n(void* p) {                                        \
        touch(p, n, true, caller());                                                               \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_unaligned_read_write##n(void* p) {                                   \
        touch(p, n, true, caller());                                                               \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_unaligned_volatile_read##n(void* p) {                                \
        touch(p, n, false, caller());                                                              \
    }                                                                                              \
    HEDDLE_EXPORT void __tsan_unaligned_volatile_write##n(void* p) {                               \
        touch(p, n, true, caller());                                                               \
    }

HEDDLE_SIZES(HEDDLE_ALIGNED)
HEDDLE_UNALIGNED_SIZES(HEDDLE_UNALIGNED)

HEDDLE_EXPORT void __tsan_read_range(void* p, std::size_t size) {
    touch(p, size, false, caller());
}

HEDDLE_EXPORT void __tsan_write_range(void* p, std::size_t size) {
    touch(p, size, true, caller());
}

HEDDLE_EXPORT void __tsan_read_range_pc(void* p, std::size_t size, void* pc) {
    touch(p, size, false, address_of(pc));
}

HEDDLE_EXPORT void __tsan_write_range_pc(void* p, std::size_t size, void* pc) {
    touch(p, size, true, address_of(pc));
}

HEDDLE_EXPORT void __tsan_vptr_read(void** p) {
    touch(p, sizeof *p, false, caller());
}

// A destructor stores its class's table again, often the same: only a change can race.
HEDDLE_EXPORT void __tsan_vptr_update(void** p, void* table) {
    if (*p != table) touch(p, sizeof *p, true, caller());
}

HEDDLE_EXPORT void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
    touch(from, size, false, caller());
    touch(to, size, true, caller());
    return std::memcpy(to, from, size);
}

HEDDLE_EXPORT void* __tsan_memmove(void* to, const void* from, std::size_t size) {
    touch(from, size, false, caller());
    touch(to, size, true, caller());
    return std::memmove(to, from, size);
}

HEDDLE_EXPORT void* __tsan_memset(void* to, int byte, std::size_t size) {
    touch(to, size, true, caller());
    return std::memset(to, byte, size);
}

HEDDLE_EXPORT void __tsan_init() {}

HEDDLE_EXPORT void __tsan_func_entry(void* return_address) {
    if (world::follows_spins && world::simulating)
        world::enter_function(address_of(return_address));
}

HEDDLE_EXPORT void __tsan_func_exit() {
    if (world::follows_spins && world::simulating) world::leave_function();
}

// Annotations: what they would tell ThreadSanitizer, the simulated primitives already say.
HEDDLE_EXPORT void __tsan_acquire(void*) {}

HEDDLE_EXPORT void __tsan_release(void*) {}

HEDDLE_EXPORT void __tsan_ignore_thread_begin() {}

HEDDLE_EXPORT void __tsan_ignore_thread_end() {}

HEDDLE_EXPORT void __tsan_flush_memory() {}
