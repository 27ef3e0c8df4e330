// What libc++ (LLVM 14) has in its library rather than in its headers and does with atomics, which
// are not instrumented there. Reference counts are simulated. Refused by name are std::atomic::wait
// and notify, with all that is made of them (semaphores, latches), and std::barrier.
#include "frontend/libcxx.hpp"

#include "frontend/atomic_access.hpp"
#include "frontend/refused.hpp"

#include <dlfcn.h>

#include <cstdint>

namespace {

using namespace heddle;
using namespace heddle::frontend;

// std::__shared_weak_count: the parts of it that are common to LLVM's stable ABI.
struct shared_weak_count {
    struct virtual_table {
        void (*destroy[2])(shared_weak_count*);
        void (*on_zero_shared)(shared_weak_count*);
        const void* (*get_deleter)(const shared_weak_count*, const void*);
        void (*on_zero_shared_weak)(shared_weak_count*);
    };

    const virtual_table* table;
    std::uint64_t shared_owners; // one less than there are; -1: none
    std::uint64_t weak_owners;
};

constexpr std::uint64_t no_owner = ~std::uint64_t{0};

constinit const real::function<void(shared_weak_count*)> real_release_weak{
    "_ZNSt3__119__shared_weak_count14__release_weakEv"};
constinit const real::function<shared_weak_count*(shared_weak_count*)> real_lock{
    "_ZNSt3__119__shared_weak_count4lockEv"};

} // namespace

HEDDLE_EXPORT void _ZNSt3__119__shared_weak_count14__release_weakEv(shared_weak_count* self) {
    if (!world::simulating) return real_release_weak(self);
    const std::uintptr_t pc = caller();
    std::uint64_t* const owners = &self->weak_owners;
    // Nobody else has it, or this was the last one.
    if (load(owners, __ATOMIC_ACQUIRE, pc) == 0 ||
        update<std::uint64_t>(graph::operation_code::fetch_sub, owners, 1, __ATOMIC_ACQ_REL, pc,
                              subtract) == 0) {
        self->table->on_zero_shared_weak(self);
    }
}

HEDDLE_EXPORT shared_weak_count* _ZNSt3__119__shared_weak_count4lockEv(shared_weak_count* self) {
    if (!world::simulating) return real_lock(self);
    const std::uintptr_t pc = caller();
    std::uint64_t owners = load(&self->shared_owners, __ATOMIC_SEQ_CST, pc);
    while (owners != no_owner) {
        if (compare_exchange<std::uint64_t>(&self->shared_owners, owners, owners + 1,
                                            __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST, pc)) {
            return self;
        }
    }
    return nullptr;
}

HEDDLE_REFUSED(std::int32_t, _ZNSt3__123__libcpp_atomic_monitorEPVKv, noexcept,
               (const volatile void* object), (object))
HEDDLE_REFUSED(void, _ZNSt3__120__libcpp_atomic_waitEPVKvi, noexcept,
               (const volatile void* object, std::int32_t old), (object, old))
HEDDLE_REFUSED(void, _ZNSt3__123__cxx_atomic_notify_oneEPVKv, noexcept,
               (const volatile void* object), (object))
HEDDLE_REFUSED(void, _ZNSt3__123__cxx_atomic_notify_allEPVKv, noexcept,
               (const volatile void* object), (object))
// The same for an atomic that the kernel can wait for itself.
HEDDLE_REFUSED(
    std::int32_t,
    _ZNSt3__123__libcpp_atomic_monitorEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE,
    noexcept, (const volatile void* object), (object))
HEDDLE_REFUSED(
    void,
    _ZNSt3__120__libcpp_atomic_waitEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEEi,
    noexcept, (const volatile void* object, std::int32_t old), (object, old))
HEDDLE_REFUSED(
    void,
    _ZNSt3__123__cxx_atomic_notify_oneEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE,
    noexcept, (const volatile void* object), (object))
HEDDLE_REFUSED(
    void,
    _ZNSt3__123__cxx_atomic_notify_allEPVKNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE,
    noexcept, (const volatile void* object), (object))
HEDDLE_REFUSED(void*, _ZNSt3__134__construct_barrier_algorithm_baseERl, , (long& expected),
               (expected))

void heddle::frontend::prepare_libcxx() {
    using function = void*();
    void* const found = dlsym(RTLD_DEFAULT, "_ZNSt3__119__thread_local_dataEv");
    if (found != nullptr) reinterpret_cast<function*>(found)();
}
