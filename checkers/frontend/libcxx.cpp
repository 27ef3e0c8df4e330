// What libc++ (LLVM 14) has in its library rather than in its headers and does with atomics, which
// are not instrumented there. Reference counts and the flags of std::call_once are simulated.
// Refused by name are std::atomic::wait and notify, with all that is made of them (semaphores,
// latches), and std::barrier.
#include "frontend/libcxx.hpp"

#include "frontend/atomic_access.hpp"
#include "frontend/execution.hpp"
#include "frontend/refused.hpp"
#include "world/hooks.hpp"

#include <dlfcn.h>
#include <pthread.h>

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

// std::once_flag: the states that the headers know, too.
using once_state = unsigned long;
constexpr once_state unset = 0;
constexpr once_state pending = 1;
constexpr once_state complete = ~once_state{0};

constinit const real::function<void(volatile once_state*, void*, void (*)(void*))> real_call_once{
    "_ZNSt3__111__call_onceERVmPvPFvS2_E"};

// One for all flags, as the library has it.
constinit pthread_mutex_t once_mutex = PTHREAD_MUTEX_INITIALIZER;
constinit pthread_cond_t once_changed = PTHREAD_COND_INITIALIZER;

/// The call that a flag is pending for. Left by an exception or pthread_exit, it is unset again.
struct pending_call {
    volatile once_state* flag;
    std::uintptr_t pc;
    once_state state_after = unset;

    ~pending_call() {
        pthread_mutex_lock(&once_mutex);
        store(flag, state_after, state_after == complete ? __ATOMIC_RELEASE : __ATOMIC_RELAXED, pc);
        pthread_mutex_unlock(&once_mutex);
        pthread_cond_broadcast(&once_changed);
    }
};

} // namespace

HEDDLE_EXPORT void _ZNSt3__111__call_onceERVmPvPFvS2_E(volatile once_state* flag, void* argument,
                                                       void (*routine)(void*)) {
    if (!world::simulating) return real_call_once(flag, argument, routine);
    const std::uintptr_t pc = caller();
    pthread_mutex_lock(&once_mutex);
    once_state seen = unset;
    while ((seen = load(flag, __ATOMIC_RELAXED, pc)) == pending)
        pthread_cond_wait(&once_changed, &once_mutex);
    if (seen == unset) store(flag, pending, __ATOMIC_RELAXED, pc);
    pthread_mutex_unlock(&once_mutex);
    if (seen != unset) return;
    pending_call call{flag, pc};
    routine(argument);
    call.state_after = complete;
}

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

namespace heddle::frontend {

void prepare_libcxx() {
    using function = void*();
    void* const found = dlsym(RTLD_DEFAULT, "_ZNSt3__119__thread_local_dataEv");
    if (found != nullptr) reinterpret_cast<function*>(found)();
}

void register_libcxx() {
    world::keep_in_checkpoints(&once_mutex, sizeof once_mutex);
    world::keep_in_checkpoints(&once_changed, sizeof once_changed);
}

void reset_libcxx() noexcept {
    once_mutex = PTHREAD_MUTEX_INITIALIZER;
    once_changed = PTHREAD_COND_INITIALIZER;
}

} // namespace heddle::frontend
