#include "world/fiber.hpp"

#include "world/native_thread.hpp"
#include "world/program.hpp"

#include <boost/context/detail/fcontext.hpp>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

namespace heddle::world {
namespace {

namespace context = boost::context::detail;

constexpr std::size_t stack_size = std::size_t{8} << 20u;
constexpr std::size_t guard_size = std::size_t{64} << 10u;

std::uintptr_t own_thread_pointer() {
    std::uintptr_t p = 0;
    asm("mov %%fs:0, %0" : "=r"(p));
    return p;
}

struct donor {
    fiber* to;
    std::atomic<bool> ready{false};
};

void* donate(void* argument) {
    auto& d = *static_cast<donor*>(argument);
    take_own_storage(*d.to);
    d.ready.store(true, std::memory_order_release);
    // Parked for good: only its storage is used. A simulated thread may run by now.
    for (;;) ::syscall(SYS_pause);
}

using entry_function = void (*)();
entry_function entry_of_next = nullptr;

void start(context::transfer_t t) {
    static_cast<fiber*>(t.data)->context = t.fctx;
    entry_of_next();
    __builtin_trap(); // an entry never returns
}

} // namespace

void give_stack(fiber& f) {
    void* range = mmap(nullptr, stack_size + guard_size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (range == MAP_FAILED) throw std::bad_alloc();
    mprotect(range, guard_size, PROT_NONE);
    f.stack_low = reinterpret_cast<std::uintptr_t>(range) + guard_size;
    f.stack_high = f.deepest = f.stack_low + stack_size;
}

void take_own_storage(fiber& f) {
    f.thread_pointer = own_thread_pointer();
    f.handle = pthread_self();
    remember_thread_storage(f.thread_pointer);
}

void give_thread_storage(fiber& f) {
    donor d{&f};
    start_native_thread(donate, &d);
    while (!d.ready.load(std::memory_order_acquire)) usleep(50);
}

void prepare(fiber& f, void (*entry)()) {
    entry_of_next = entry;
    f.kept = {};
    if (f.deepest != 0) {
        std::memset(reinterpret_cast<void*>(f.deepest), 0, f.stack_high - f.deepest);
        f.deepest = f.stack_high;
    }
    f.context = context::make_fcontext(reinterpret_cast<void*>(f.stack_high),
                                       f.stack_high - f.stack_low, start);
}

void switch_fiber(fiber& from, fiber& to) {
    switch_thread_storage(from.kept, to.kept, to.thread_pointer);
    if (from.deepest != 0) {
        const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        from.deepest = std::min(from.deepest, here);
    }
    const auto t = context::jump_fcontext(to.context, &from);
    static_cast<fiber*>(t.data)->context = t.fctx;
}

} // namespace heddle::world
