#include "world/leaks.hpp"

#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"

#include <fmt/format.h>

namespace heddle::world {

namespace {

std::vector<memory_range> memory_above;

} // namespace

void keep_alive_from(void* begin, std::size_t size) {
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    memory_above.push_back({address, address + size});
}

std::optional<bug> find_leak() {
    if (heap::live_blocks() == 0 || state->ended_by_exit) return {};
    std::vector<heap::range> roots;
    for (const auto& r : writable_memory()) roots.push_back({r.begin, r.end});
    for (const auto& r : thread_local_memory()) roots.push_back({r.begin, r.end});
    for (const auto& r : memory_above) roots.push_back({r.begin, r.end});
    const auto lost = heap::unreachable(roots);
    if (lost.empty()) return {};
    bug b;
    b.kind = verdict::memory_leak;
    b.thread = lost.front()->thread;
    b.message = "a block of " + std::to_string(lost.front()->size) + " bytes allocated by thread " +
                std::to_string(lost.front()->thread) + " is neither freed nor reachable" +
                (lost.size() > 1 ? " (and " + std::to_string(lost.size() - 1) + " more)" : "");
    access_site a;
    a.thread = lost.front()->thread;
    a.moment = lost.front()->moment;
    a.operation = "allocation";
    a.address = heap::data_of(*lost.front());
    a.size = lost.front()->size;
    b.accesses = {a, a};
    return b;
}

} // namespace heddle::world
