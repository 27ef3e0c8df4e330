// malloc and its family. The program's own allocations come from the simulated heap; the runtime,
// libc and the dynamic linker, whose state outlives an execution, allocate from the real one.
#include "frontend/heap_functions.hpp"

#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/heap.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace {

using namespace heddle;
using frontend::caller;
namespace heap = world::heap;

constexpr std::size_t ordinary_alignment = alignof(std::max_align_t);
constexpr std::size_t page_size = 4096;

constinit const frontend::real::function<std::size_t(void*)> real_usable_size{"malloc_usable_size"};

bool is_simulated(std::uintptr_t pc) noexcept {
    return (world::simulating || world::starting()) && !world::is_system_allocator_caller(pc);
}

void* allocate(std::size_t size, std::size_t alignment, bool zeroed, std::uintptr_t pc) noexcept {
    if (is_simulated(pc)) {
        if (world::simulating) world::note_effect();
        void* const block = heap::allocate(size, alignment, zeroed, pc);
        if (block == nullptr) errno = ENOMEM;
        return block;
    }
    if (alignment > ordinary_alignment) return __libc_memalign(alignment, size);
    return zeroed ? __libc_calloc(1, size) : __libc_malloc(size);
}

void release(void* p, std::uintptr_t pc) noexcept {
    if (heap::owns(p)) {
        // Otherwise the execution that the block belonged to is over, and its heap with it.
        if (world::simulating || world::starting()) {
            if (world::simulating) world::note_effect();
            heap::release(p, pc);
        }
        return;
    }
    if (world::simulating && world::is_program_memory(p) &&
        !world::is_system_allocator_caller(pc)) {
        frontend::report_bug(verdict::invalid_free,
                             "free of an address that is not on the heap (a global or a stack)");
    }
    __libc_free(p);
}

void* reallocate(void* p, std::size_t size, std::uintptr_t pc) noexcept {
    if (p == nullptr) return allocate(size, ordinary_alignment, false, pc);
    if (!heap::owns(p)) return __libc_realloc(p, size);
    if (world::simulating || world::starting()) {
        if (world::simulating) world::note_effect();
        void* const block = heap::reallocate(p, size, pc);
        if (block == nullptr && size > 0) errno = ENOMEM;
        return block;
    }
    void* const moved = __libc_malloc(size);
    const std::size_t old_size = heap::usable_size(p);
    if (moved != nullptr) std::memcpy(moved, p, old_size < size ? old_size : size);
    return moved;
}

} // namespace

void* heddle::frontend::allocate(std::size_t size, std::uintptr_t pc) noexcept {
    return ::allocate(size, ordinary_alignment, false, pc);
}

HEDDLE_EXPORT void* malloc(std::size_t size) noexcept {
    return allocate(size, ordinary_alignment, false, caller());
}

HEDDLE_EXPORT void* calloc(std::size_t count, std::size_t size) noexcept {
    std::size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return nullptr;
    }
    return allocate(total, ordinary_alignment, true, caller());
}

HEDDLE_EXPORT void* realloc(void* p, std::size_t size) noexcept {
    return reallocate(p, size, caller());
}

HEDDLE_EXPORT void* reallocarray(void* p, std::size_t count, std::size_t size) noexcept {
    std::size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return nullptr;
    }
    return reallocate(p, total, caller());
}

HEDDLE_EXPORT void free(void* p) noexcept {
    if (p != nullptr) release(p, caller());
}

HEDDLE_EXPORT void* memalign(std::size_t alignment, std::size_t size) noexcept {
    return allocate(size, std::bit_ceil(alignment), false, caller());
}

HEDDLE_EXPORT void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    return allocate(size, std::bit_ceil(alignment), false, caller());
}

HEDDLE_EXPORT int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept {
    if (!std::has_single_bit(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
    const int saved = errno; // which this function, unlike the others, leaves alone
    void* const block = allocate(size, alignment, false, caller());
    errno = saved;
    if (block == nullptr) return ENOMEM;
    *result = block;
    return 0;
}

HEDDLE_EXPORT void* valloc(std::size_t size) noexcept {
    return allocate(size, page_size, false, caller());
}

HEDDLE_EXPORT void* pvalloc(std::size_t size) noexcept {
    return allocate((size + page_size - 1) / page_size * page_size, page_size, false, caller());
}

HEDDLE_EXPORT std::size_t malloc_usable_size(void* p) noexcept {
    if (p == nullptr) return 0;
    return heap::owns(p) ? heap::usable_size(p) : real_usable_size(p);
}
