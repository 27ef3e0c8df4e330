// Functions that copy strings, and that print into memory: what they write is a plain access of the
// program's, and progress. (Of what they print, only the result is.)
#include "frontend/export.hpp"
#include "frontend/plain_access.hpp"
#include "frontend/real.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace {

using namespace heddle::frontend;
using real::function;

using copy_function = char*(char*, const char*);
using bounded_copy_function = char*(char*, const char*, std::size_t);

constinit const function<copy_function> real_strcpy{"strcpy"};
constinit const function<copy_function> real_stpcpy{"stpcpy"};
constinit const function<copy_function> real_strcat{"strcat"};
constinit const function<bounded_copy_function> real_strncpy{"strncpy"};
constinit const function<bounded_copy_function> real_strncat{"strncat"};
constinit const function<bounded_copy_function> real_stpncpy{"stpncpy"};
constinit const function<int(char*, std::size_t, const char*, std::va_list)> real_vsnprintf{
    "vsnprintf"};
constinit const function<int(char*, std::size_t, int, std::size_t, const char*, std::va_list)>
    real_checked_vsnprintf{"__vsnprintf_chk"};
constinit const function<int(char*, int, std::size_t, const char*, std::va_list)>
    real_checked_vsprintf{"__vsprintf_chk"};

constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

// At most `most` characters and the end, to where `to` is, or behind the string that is there.
void check_string(const char* to, const char* from, std::size_t most, bool appends,
                  std::uintptr_t pc) {
    if (!is_checked_call(pc)) return;
    const std::size_t length = strnlen(from, most);
    const std::size_t before = appends ? std::strlen(to) : 0;
    check_read(from, std::min(length + 1, most), pc);
    if (appends) check_read(to, before + 1, pc);
    check_write(to + before, length + 1, pc);
}

// Exactly `size` characters: zeroes behind the string.
void check_padded(const char* to, const char* from, std::size_t size, std::uintptr_t pc) {
    if (!is_checked_call(pc)) return;
    check_read(from, std::min(strnlen(from, size) + 1, size), pc);
    check_write(to, size, pc);
}

// Of the fortified ones: the C library would end the program.
void require_room(std::size_t needed, std::size_t capacity) {
    if (needed > capacity) __builtin_trap();
}

// The length of what was printed is not known before.
int printed(const char* to, std::size_t room, int length, std::uintptr_t pc) {
    if (length >= 0 && is_checked_call(pc))
        check_write(to, std::min(room, static_cast<std::size_t>(length) + 1), pc);
    return length;
}

} // namespace

HEDDLE_EXPORT char* strcpy(char* __restrict to, const char* __restrict from) noexcept {
    check_string(to, from, unbounded, false, caller());
    return real_strcpy(to, from);
}

HEDDLE_EXPORT char* stpcpy(char* __restrict to, const char* __restrict from) noexcept {
    check_string(to, from, unbounded, false, caller());
    return real_stpcpy(to, from);
}

HEDDLE_EXPORT char* strcat(char* __restrict to, const char* __restrict from) noexcept {
    check_string(to, from, unbounded, true, caller());
    return real_strcat(to, from);
}

HEDDLE_EXPORT char* strncat(char* __restrict to, const char* __restrict from,
                            std::size_t most) noexcept {
    check_string(to, from, most, true, caller());
    return real_strncat(to, from, most);
}

HEDDLE_EXPORT char* strncpy(char* __restrict to, const char* __restrict from,
                            std::size_t size) noexcept {
    check_padded(to, from, size, caller());
    return real_strncpy(to, from, size);
}

HEDDLE_EXPORT char* stpncpy(char* __restrict to, const char* __restrict from,
                            std::size_t size) noexcept {
    check_padded(to, from, size, caller());
    return real_stpncpy(to, from, size);
}

HEDDLE_EXPORT int vsnprintf(char* __restrict to, std::size_t room, const char* __restrict format,
                            std::va_list values) noexcept {
    return printed(to, room, real_vsnprintf(to, room, format, values), caller());
}

HEDDLE_EXPORT int snprintf(char* __restrict to, std::size_t room, const char* __restrict format,
                           ...) noexcept {
    std::va_list values;
    va_start(values, format);
    const int length = real_vsnprintf(to, room, format, values);
    va_end(values);
    return printed(to, room, length, caller());
}

HEDDLE_EXPORT int vsprintf(char* __restrict to, const char* __restrict format,
                           std::va_list values) noexcept {
    // Beyond this the C library prints nothing, either.
    constexpr std::size_t most = std::numeric_limits<int>::max();
    return printed(to, unbounded, real_vsnprintf(to, most, format, values), caller());
}

HEDDLE_EXPORT int sprintf(char* __restrict to, const char* __restrict format, ...) noexcept {
    constexpr std::size_t most = std::numeric_limits<int>::max();
    std::va_list values;
    va_start(values, format);
    const int length = real_vsnprintf(to, most, format, values);
    va_end(values);
    return printed(to, unbounded, length, caller());
}

// What -D_FORTIFY_SOURCE makes of them.
HEDDLE_EXPORT char* __strcpy_chk(char* to, const char* from, std::size_t capacity) {
    require_room(std::strlen(from) + 1, capacity);
    check_string(to, from, unbounded, false, caller());
    return real_strcpy(to, from);
}

HEDDLE_EXPORT char* __stpcpy_chk(char* to, const char* from, std::size_t capacity) {
    require_room(std::strlen(from) + 1, capacity);
    check_string(to, from, unbounded, false, caller());
    return real_stpcpy(to, from);
}

HEDDLE_EXPORT char* __strcat_chk(char* to, const char* from, std::size_t capacity) {
    require_room(std::strlen(to) + std::strlen(from) + 1, capacity);
    check_string(to, from, unbounded, true, caller());
    return real_strcat(to, from);
}

HEDDLE_EXPORT char* __strncat_chk(char* to, const char* from, std::size_t most,
                                  std::size_t capacity) {
    require_room(std::strlen(to) + strnlen(from, most) + 1, capacity);
    check_string(to, from, most, true, caller());
    return real_strncat(to, from, most);
}

HEDDLE_EXPORT char* __stpncpy_chk(char* to, const char* from, std::size_t size,
                                  std::size_t capacity) {
    require_room(size, capacity);
    check_padded(to, from, size, caller());
    return real_stpncpy(to, from, size);
}

HEDDLE_EXPORT char* __strncpy_chk(char* to, const char* from, std::size_t size,
                                  std::size_t capacity) {
    require_room(size, capacity);
    check_padded(to, from, size, caller());
    return real_strncpy(to, from, size);
}

HEDDLE_EXPORT int __vsnprintf_chk(char* to, std::size_t room, int flag, std::size_t capacity,
                                  const char* format, std::va_list values) {
    return printed(to, room, real_checked_vsnprintf(to, room, flag, capacity, format, values),
                   caller());
}

HEDDLE_EXPORT int __snprintf_chk(char* to, std::size_t room, int flag, std::size_t capacity,
                                 const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = real_checked_vsnprintf(to, room, flag, capacity, format, values);
    va_end(values);
    return printed(to, room, length, caller());
}

HEDDLE_EXPORT int __vsprintf_chk(char* to, int flag, std::size_t capacity, const char* format,
                                 std::va_list values) {
    return printed(to, unbounded, real_checked_vsprintf(to, flag, capacity, format, values),
                   caller());
}

HEDDLE_EXPORT int __sprintf_chk(char* to, int flag, std::size_t capacity, const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = real_checked_vsprintf(to, flag, capacity, format, values);
    va_end(values);
    return printed(to, unbounded, length, caller());
}
