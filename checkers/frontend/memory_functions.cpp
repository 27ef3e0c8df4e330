// memcpy and its family: the compiler leaves calls of them in instrumented code, where they are
// plain accesses that nothing else announces.
#include "frontend/export.hpp"
#include "frontend/plain_access.hpp"
#include "frontend/real.hpp"

#include <cstddef>
#include <cstring>

namespace {

using namespace heddle::frontend;
using real::function;

using copy_function = void*(void*, const void*, std::size_t);
using fill_function = void*(void*, int, std::size_t);
using compare_function = int(const void*, const void*, std::size_t);

constinit const function<copy_function> real_memcpy{"memcpy"};
constinit const function<copy_function> real_memmove{"memmove"};
constinit const function<fill_function> real_memset{"memset"};
constinit const function<compare_function> real_memcmp{"memcmp"};
constinit const function<std::size_t(const char*)> real_strlen{"strlen"};
constinit const function<void*(void*, const void*, int, std::size_t)> real_memccpy{"memccpy"};

[[gnu::always_inline]] inline void check_copy(void* to, const void* from, std::size_t size,
                                              std::uintptr_t pc) {
    if (!is_checked_call(pc)) return;
    check_read(from, size, pc);
    check_write(to, size, pc);
}

[[gnu::always_inline]] inline void check_fill(void* to, std::size_t size, std::uintptr_t pc) {
    if (is_checked_call(pc)) check_write(to, size, pc);
}

[[gnu::always_inline]] inline int compare(const void* a, const void* b, std::size_t size,
                                          std::uintptr_t pc) {
    if (is_checked_call(pc)) {
        check_read(a, size, pc);
        check_read(b, size, pc);
    }
    return real_memcmp(a, b, size);
}

} // namespace

HEDDLE_EXPORT void* memcpy(void* __restrict to, const void* __restrict from,
                           std::size_t size) noexcept {
    check_copy(to, from, size, caller());
    return real_memcpy(to, from, size);
}

HEDDLE_EXPORT void* memmove(void* to, const void* from, std::size_t size) noexcept {
    check_copy(to, from, size, caller());
    return real_memmove(to, from, size);
}

HEDDLE_EXPORT void* memset(void* to, int byte, std::size_t size) noexcept {
    check_fill(to, size, caller());
    return real_memset(to, byte, size);
}

HEDDLE_EXPORT void* mempcpy(void* __restrict to, const void* __restrict from,
                            std::size_t size) noexcept {
    check_copy(to, from, size, caller());
    return static_cast<std::byte*>(real_memcpy(to, from, size)) + size;
}

HEDDLE_EXPORT void* memccpy(void* __restrict to, const void* __restrict from, int last,
                            std::size_t size) noexcept {
    if (const auto pc = caller(); is_checked_call(pc)) {
        const void* const found = std::memchr(from, last, size);
        check_copy(to, from, found == nullptr ? size : address_of(found) - address_of(from) + 1,
                   pc);
    }
    return real_memccpy(to, from, last, size);
}

HEDDLE_EXPORT void bcopy(const void* from, void* to, std::size_t size) noexcept {
    check_copy(to, from, size, caller());
    real_memmove(to, from, size);
}

HEDDLE_EXPORT void bzero(void* to, std::size_t size) noexcept {
    check_fill(to, size, caller());
    real_memset(to, 0, size);
}

HEDDLE_EXPORT void explicit_bzero(void* to, std::size_t size) noexcept {
    check_fill(to, size, caller());
    real_memset(to, 0, size);
}

HEDDLE_EXPORT int memcmp(const void* a, const void* b, std::size_t size) noexcept {
    return compare(a, b, size, caller());
}

HEDDLE_EXPORT int bcmp(const void* a, const void* b, std::size_t size) noexcept {
    return compare(a, b, size, caller());
}

HEDDLE_EXPORT std::size_t strlen(const char* text) noexcept {
    const std::size_t length = real_strlen(text);
    if (const auto pc = caller(); is_checked_call(pc)) check_read(text, length + 1, pc);
    return length;
}

// What -D_FORTIFY_SOURCE makes of them.
HEDDLE_EXPORT void* __memcpy_chk(void* to, const void* from, std::size_t size,
                                 std::size_t capacity) {
    if (size > capacity) __builtin_trap();
    check_copy(to, from, size, caller());
    return real_memcpy(to, from, size);
}

HEDDLE_EXPORT void* __memmove_chk(void* to, const void* from, std::size_t size,
                                  std::size_t capacity) {
    if (size > capacity) __builtin_trap();
    check_copy(to, from, size, caller());
    return real_memmove(to, from, size);
}

HEDDLE_EXPORT void* __memset_chk(void* to, int byte, std::size_t size, std::size_t capacity) {
    if (size > capacity) __builtin_trap();
    check_fill(to, size, caller());
    return real_memset(to, byte, size);
}

HEDDLE_EXPORT void* __mempcpy_chk(void* to, const void* from, std::size_t size,
                                  std::size_t capacity) {
    if (size > capacity) __builtin_trap();
    check_copy(to, from, size, caller());
    return static_cast<std::byte*>(real_memcpy(to, from, size)) + size;
}

HEDDLE_EXPORT void __explicit_bzero_chk(void* to, std::size_t size, std::size_t capacity) {
    if (size > capacity) __builtin_trap();
    check_fill(to, size, caller());
    real_memset(to, 0, size);
}
