// Functions that return strings in new blocks of the heap. The C library would allocate them for
// itself, where nobody sees what becomes of them.
#include "frontend/export.hpp"
#include "frontend/heap_functions.hpp"
#include "frontend/plain_access.hpp"
#include "frontend/real.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace {

using namespace heddle::frontend;
using real::function;

// Without the tool the heap may be the program's own.
constinit const function<char*(const char*)> real_strdup{"strdup"};
constinit const function<char*(const char*, std::size_t)> real_strndup{"strndup"};
constinit const function<int(char**, const char*, std::va_list)> real_vasprintf{"vasprintf"};
constinit const function<int(char**, int, const char*, std::va_list)> real_checked_vasprintf{
    "__vasprintf_chk"};
constinit const function<int(char*, std::size_t, const char*, std::va_list)> real_vsnprintf{
    "vsnprintf"};
constinit const function<int(char*, std::size_t, int, std::size_t, const char*, std::va_list)>
    real_checked_vsnprintf{"__vsnprintf_chk"};
constinit const function<void*(void*, const void*, std::size_t)> real_memcpy{"memcpy"};

bool on_simulated_heap() noexcept {
    return heddle::world::simulating || heddle::world::starting();
}

char* new_string(const char* from, std::size_t length, std::size_t read, std::uintptr_t pc) {
    if (is_checked_call(pc)) check_read(from, read, pc);
    auto* const copy = static_cast<char*>(allocate(length + 1, pc));
    if (copy == nullptr) return nullptr;
    if (is_checked_call(pc)) check_write(copy, length + 1, pc);
    real_memcpy(copy, from, length);
    copy[length] = '\0';
    return copy;
}

// `print(to, room, values)` is a vsnprintf.
template <class Print>
int print_new(char** result, std::va_list values, std::uintptr_t pc, Print print) {
    std::va_list again;
    va_copy(again, values);
    const int length = print(nullptr, 0, values);
    char* block = nullptr;
    if (length >= 0) {
        const std::size_t size = static_cast<std::size_t>(length) + 1;
        block = static_cast<char*>(allocate(size, pc));
        if (block != nullptr) {
            print(block, size, again);
            if (is_checked_call(pc)) check_write(block, size, pc);
        }
    }
    va_end(again);
    if (block == nullptr) return -1; // and *result is what it was
    if (is_checked_call(pc)) check_write(result, sizeof *result, pc);
    *result = block;
    return length;
}

int print_new(char** result, const char* format, std::va_list values, std::uintptr_t pc) {
    if (!on_simulated_heap()) return real_vasprintf(result, format, values);
    return print_new(result, values, pc, [&](char* to, std::size_t room, std::va_list v) {
        return real_vsnprintf(to, room, format, v);
    });
}

int print_new_checked(char** result, int flag, const char* format, std::va_list values,
                      std::uintptr_t pc) {
    if (!on_simulated_heap()) return real_checked_vasprintf(result, flag, format, values);
    return print_new(result, values, pc, [&](char* to, std::size_t room, std::va_list v) {
        return real_checked_vsnprintf(to, room, flag, room, format, v);
    });
}

} // namespace

HEDDLE_EXPORT char* strdup(const char* from) noexcept {
    if (!on_simulated_heap()) return real_strdup(from);
    const std::size_t length = std::strlen(from);
    return new_string(from, length, length + 1, caller());
}

HEDDLE_EXPORT char* strndup(const char* from, std::size_t most) noexcept {
    if (!on_simulated_heap()) return real_strndup(from, most);
    const std::size_t length = strnlen(from, most);
    return new_string(from, length, std::min(length + 1, most), caller());
}

HEDDLE_EXPORT int vasprintf(char** __restrict result, const char* __restrict format,
                            std::va_list values) noexcept {
    return print_new(result, format, values, caller());
}

HEDDLE_EXPORT int asprintf(char** __restrict result, const char* __restrict format, ...) noexcept {
    std::va_list values;
    va_start(values, format);
    const int length = print_new(result, format, values, caller());
    va_end(values);
    return length;
}

// What -D_FORTIFY_SOURCE makes of them.
HEDDLE_EXPORT int __vasprintf_chk(char** result, int flag, const char* format,
                                  std::va_list values) {
    return print_new_checked(result, flag, format, values, caller());
}

HEDDLE_EXPORT int __asprintf_chk(char** result, int flag, const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = print_new_checked(result, flag, format, values, caller());
    va_end(values);
    return length;
}
