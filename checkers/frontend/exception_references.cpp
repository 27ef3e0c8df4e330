// Exception objects that threads share. The C++ library counts who refers to one:
// std::exception_ptr, and whoever throws or handles it. Who gives up the last reference destroys
// the object, after all that others have done with it (libsupc++: eh_ptr.cc, eh_throw.cc). It
// counts in code that is not instrumented, by atomic operations whose results nobody else sees: so
// here, to give up a reference is an operation first, and the library counts in the order of these
// operations.
//
// No operation are
//   - to add a reference: who does so has one, so that it is before the last is given up, whenever
//     that may be;
//   - to give up the only one that there ever was: most exceptions are no other thread's business;
//   - to give up one while the thread throws or handles the exception: that one is not the last,
//   and
//     the thread's next, when the handler ends, orders all that this one would.
// Which they are depends on the thread itself, and not on when others run.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"

#include <unwind.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>

#define HEDDLE_CURRENT "_ZSt17current_exceptionv"
#define HEDDLE_RELEASE "_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv"
#define HEDDLE_RETHROW "_ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE"

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

// A std::exception_ptr is a pointer to the object. As an argument it is passed by its address.
using exception_pointer = void*;

constinit const function<std::exception_ptr()> real_current{HEDDLE_CURRENT};
constinit const function<void(exception_pointer*)> real_release{HEDDLE_RELEASE};
constinit const function<void(exception_pointer*)> real_rethrow{HEDDLE_RETHROW};
constinit const function<void(_Unwind_Exception*)> real_delete{"_Unwind_DeleteException"};

/// What the library keeps in front of an exception object, as far as it matters here (libsupc++,
/// unwind-cxx.h: __cxa_refcounted_exception). What it leaves as padding, and clears, is ours.
struct exception_header {
    std::int32_t references;
    std::uint32_t given_up; // the operations act on it
    std::uint64_t busy;     // threads that throw or handle the exception, a bit each
    std::array<std::byte, 0x70> other;
};

static_assert(sizeof(exception_header) == 0x80);

/// What rethrow_exception throws, which stands for the object (__cxa_dependent_exception).
struct dependent_exception {
    exception_pointer object;
    std::array<std::byte, 0x48> other;
    _Unwind_Exception unwound;
};

static_assert(offsetof(dependent_exception, unwound) == 0x50);

constexpr std::uint64_t primary_class = 0x474e'5543'432b'2b00;   // GNUCC++
constexpr std::uint64_t dependent_class = 0x474e'5543'432b'2b01; // … by rethrow_exception

exception_header& header_of(exception_pointer object) noexcept {
    return static_cast<exception_header*>(object)[-1];
}

/// The object that an exception in flight is, or stands for; null for one of another language.
exception_pointer object_of(_Unwind_Exception* e) noexcept {
    if (e->exception_class == primary_class) return e + 1;
    if (e->exception_class != dependent_class) return nullptr;
    auto* const unwound = reinterpret_cast<std::byte*>(e);
    return reinterpret_cast<dependent_exception*>(unwound - offsetof(dependent_exception, unwound))
        ->object;
}

std::uint64_t own_bit() noexcept {
    return std::uint64_t{1} << world::self();
}

void note_busy(exception_pointer object) noexcept {
    if (world::simulating && object != nullptr) header_of(object).busy |= own_bit();
}

/// The current thread, which does not throw or handle the exception, is about to give up a
/// reference.
void before_giving_up(exception_header& header, std::uintptr_t pc) {
    if (header.references == 1 && header.given_up == 0) return;
    if (world::is_alone()) return;
    act_on(&header.given_up, sizeof header.given_up, graph::operation_code::fetch_add,
           graph::memory_order::acq_rel, pc, {1, 0});
}

} // namespace

extern "C" __attribute__((visibility("default"))) void
heddle_exception_ptr_release(exception_pointer* pointer) noexcept __asm__(HEDDLE_RELEASE);
extern "C" __attribute__((visibility("default"))) void
heddle_rethrow_exception(exception_pointer* pointer) __asm__(HEDDLE_RETHROW);
__attribute__((visibility("default"))) std::exception_ptr heddle_current_exception() noexcept
    __asm__(HEDDLE_CURRENT);

void heddle_exception_ptr_release(exception_pointer* pointer) noexcept {
    if (world::simulating && *pointer != nullptr) {
        exception_header& header = header_of(*pointer);
        if ((header.busy & own_bit()) == 0) before_giving_up(header, caller());
    }
    real_release(pointer);
}

void heddle_rethrow_exception(exception_pointer* pointer) {
    note_busy(*pointer);
    real_rethrow(pointer);
}

// Whoever calls it handles the exception.
std::exception_ptr heddle_current_exception() noexcept {
    std::exception_ptr current = real_current();
    note_busy(*reinterpret_cast<exception_pointer*>(&current));
    return current;
}

// The last handler has ended (__cxa_end_catch).
HEDDLE_EXPORT void _Unwind_DeleteException(_Unwind_Exception* e) {
    if (exception_pointer object = object_of(e); world::simulating && object != nullptr) {
        exception_header& header = header_of(object);
        header.busy &= ~own_bit();
        before_giving_up(header, caller());
    }
    real_delete(e);
}
