#include "world/race_check.hpp"

#include "world/heap.hpp"
#include "world/signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace heddle::world {

using namespace graph;

namespace {

// After this many plain accesses without an operation a thread lets the others go on.
constexpr std::uint64_t long_run = 1u << 20u;

std::uint8_t mask_of(std::uintptr_t address, std::size_t size) {
    const auto offset = address & 7u;
    const auto end = std::min<std::uintptr_t>(8, offset + size);
    return static_cast<std::uint8_t>((0xffu >> (8 - (end - offset))) << offset);
}

// What the thread knows: its last event's happens-before clock.
const std::uint32_t* knowledge(const thread& t) {
    return state->clocks[t.knows];
}

bool ordered(const thread& t, const std::uint32_t* known, std::uint32_t other,
             std::uint32_t index) {
    return other == t.id || (other < state->clocks.stride() && index <= known[other]);
}

access_site site_of(const race::record& r, std::uintptr_t address) {
    access_site s;
    s.thread = r.thread;
    s.moment = r.moment;
    s.index = r.index;
    s.write = r.write;
    // As much of the access as lies in this cell.
    s.address = (address & ~std::uintptr_t{7}) + static_cast<unsigned>(std::countr_zero(r.bytes));
    s.size = static_cast<std::size_t>(std::popcount(r.bytes));
    s.operation = r.freed ? "free" : r.write ? "write" : "read";
    s.stack = {r.pc};
    return s;
}

access_site current_site(const thread& t, std::uintptr_t address, std::size_t size, bool write,
                         bool atomic, const char* operation) {
    access_site s;
    s.thread = t.id;
    s.moment = t.accesses;
    s.index = t.position + 1;
    s.write = write;
    s.atomic = atomic;
    s.address = address;
    s.size = size;
    s.operation = operation;
    s.stack = capture_stack();
    return s;
}

[[noreturn]] void conflict(thread& t, const access_site& now, const access_site& before,
                           bool freed) {
    bug b;
    b.thread = t.id;
    b.stack = now.stack;
    b.accesses = {now, before};
    const bool free_involved = freed || now.operation == "free";
    b.kind = free_involved ? verdict::use_after_free : verdict::data_race;
    if (freed) {
        b.message = fmt::format("thread {} accesses memory that thread {} has freed", now.thread,
                                before.thread);
    } else if (free_involved) {
        b.message = fmt::format("thread {} frees memory that thread {} accesses, and nothing "
                                "orders the access before the "
                                "free",
                                now.thread, before.thread);
    } else {
        b.message = fmt::format("{}{} by thread {} and {}{} by thread {} are not ordered",
                                now.atomic ? "atomic " : "", now.operation, now.thread,
                                before.atomic ? "atomic " : "", before.operation, before.thread);
    }
    raise(std::move(b));
}

// A plain access against the atomic operations performed at a location in its cell.
void against_location(thread& t, const std::uint32_t* known, race::cell& c, std::uint32_t slot,
                      std::uintptr_t address, std::size_t size, bool write, const char* name) {
    const execution_graph& g = *state->graph;
    const location& l = g.at(state->shadow.locations(c)[slot].location);
    for (std::uint32_t other = 0; other < l.last.size(); ++other) {
        if (other == t.id) continue;
        for (event_id id = l.last[other]; id != no_event; id = g[id].previous_here) {
            const event& e = g[id];
            if (e.index > state->threads[other].position) continue;
            if (e.index <= known[other]) break;
            if (is_wake(e.code) && !is_write(e) && !e.exclusive) continue; // see check_atomic
            if (!write && !is_write(e)) continue;
            access_site before;
            before.thread = other;
            before.index = e.index;
            before.write = is_write(e);
            before.atomic = true;
            before.address = l.address;
            before.size = l.size;
            before.operation = name_of(e.code);
            before.stack = {e.pc};
            conflict(t, current_site(t, address, size, write, false, name), before, false);
        }
    }
    // Ordered after all of them: a plain write ends the location's life.
    if (write) {
        auto& locations = state->shadow.locations(c);
        locations[slot] = locations[--c.bound];
    }
}

// Bytes from which on a block's cells are not entered one by one.
constexpr std::size_t large = 1u << 16u;
constexpr std::uint8_t all_bytes = 0xff;

// The first cell that begins at an address or after it / the end of the last one that ends by it.
std::uintptr_t first_cell(std::uintptr_t address) {
    return (address + 7) & ~std::uintptr_t{7};
}

std::uintptr_t end_of_cells(std::uintptr_t address) {
    return address & ~std::uintptr_t{7};
}

// A plain access that is about to happen, before `next` in its cell's list.
std::uint32_t add_record(const thread& t, std::uint32_t next, std::uint8_t bytes, bool write,
                         bool freed, std::uintptr_t pc) {
    const std::uint32_t added = state->shadow.add();
    race::record& r = state->shadow[added];
    r.next = next;
    r.thread = static_cast<std::uint8_t>(t.id);
    r.bytes = bytes;
    r.write = write;
    r.freed = freed;
    r.index = t.position + 1;
    r.moment = t.accesses;
    r.pc = pc;
    return added;
}

void check_cell(thread& t, const std::uint32_t* known, std::uintptr_t address, std::size_t size,
                bool write, bool freed, std::uintptr_t pc) {
    race::cell& c = state->shadow.at(address);
    if (write ? c.watched : c.watched_for_reads) note_watched_access(t, address, write);
    const std::uint8_t bytes = mask_of(address, size);
    const char* name = freed ? "free" : write ? "write" : "read";
    const std::uint32_t index = t.position + 1;
    std::uint32_t before = 0;
    for (std::uint32_t i = c.records; i != 0;) {
        const race::record& r = state->shadow[i];
        if ((r.bytes & bytes) != 0) {
            if (r.freed) {
                conflict(t, current_site(t, address, size, write, false, name), site_of(r, address),
                         true);
            }
            if (!ordered(t, known, r.thread, r.index)) {
                if (write || r.write) {
                    conflict(t, current_site(t, address, size, write, false, name),
                             site_of(r, address), false);
                }
            } else {
                if (r.thread == t.id && r.index == index && !freed && (r.write || !write) &&
                    (bytes & ~r.bytes) == 0) {
                    return; // as good as this access
                }
                if ((r.bytes & ~bytes) == 0 && (write || !r.write)) {
                    const std::uint32_t next = r.next;
                    state->shadow.unlink(c, before, i); // covered by this access
                    i = next;
                    continue;
                }
            }
        }
        before = i;
        i = r.next;
    }
    for (std::uint32_t slot = c.bound; slot-- > 0;) {
        if ((state->shadow.locations(c)[slot].bytes & bytes) != 0) {
            against_location(t, known, c, slot, address, size, write, name);
        }
    }
    c.records = add_record(t, c.records, bytes, write, freed, pc);
}

void check_range(thread& t, std::uintptr_t address, std::size_t size, bool write, bool freed,
                 std::uintptr_t pc) {
    const std::uint32_t* known = knowledge(t);
    while (size > 0) {
        const std::size_t here = std::min<std::size_t>(size, 8 - (address & 7u));
        check_cell(t, known, address, here, write, freed, pc);
        address += here;
        size -= here;
    }
}

// The compiler leaves plain accesses to a local variable uninstrumented when its address goes
// nowhere but into atomic operations, and clang 14 those to a member of one in any case. Such a
// variable may be initialized again, or its place be used for another, with nothing to tell but the
// memory.
bool used_only_by(const location& l, thread_id thread) {
    for (thread_id other = 0; other < l.last.size(); ++other) {
        if (other != thread && l.last[other] != no_event) return false;
    }
    return true;
}

// Of the writes that have been performed: threads may be behind the graph.
bool holds_newest(const location& l, location_id id) {
    const event_id write =
        id < state->newest_in_memory.size() ? state->newest_in_memory[id] : initial_write;
    const value newest = state->graph->value_of_write(id, write);
    return std::memcmp(reinterpret_cast<const void*>(l.address), &newest, l.size) == 0;
}

void note_wanted(const thread& t, std::uint64_t moment) {
    for (auto& w : state->wanted) {
        if (w.thread == t.id && w.moment == moment) w.stack = capture_stack();
    }
}

} // namespace

bool is_in_memory(const location& l) {
    constexpr std::size_t size_of_once = 1;
    return l.atomic || (l.size == size_of_once && owner_of_stack(l.address));
}

location_id find_location(const thread& t, std::uintptr_t address, std::size_t size) {
    race::cell& c = state->shadow.at(address);
    const std::uint8_t bytes = mask_of(address, size);
    for (std::uint32_t i = 0; i < c.bound; ++i) {
        const race::binding& b = state->shadow.locations(c)[i];
        if ((b.bytes & bytes) == 0) continue;
        const location& l = state->graph->at(b.location);
        const bool same = l.address == address && l.size == size;
        const bool is_untouched = !is_in_memory(l) || holds_newest(l, b.location);
        if (same && is_untouched) return b.location;
        if (used_only_by(l, t.id)) return no_location;
        // Its owner has begun to use this part of its stack for something else.
        if (!is_untouched && owner_of_stack(address)) return no_location;
        if (same) return b.location;
        unsupported(
            fmt::format("atomic accesses of different sizes ({} and {} bytes) to the same memory",
                        l.size, size));
    }
    return no_location;
}

void forget_locations(std::uintptr_t begin, std::uintptr_t end) {
    state->shadow.each_known(begin, end, [](std::uintptr_t a) { state->shadow.at(a).bound = 0; });
}

void bind_location(const location& l, location_id id) {
    for (std::uintptr_t a = l.address; a < l.address + l.size; a = (a & ~std::uintptr_t{7}) + 8) {
        race::cell& c = state->shadow.at(a);
        const std::uint8_t bytes = mask_of(a, l.address + l.size - a);
        if (c.bound != 0) {
            auto& locations = state->shadow.locations(c);
            std::uint16_t kept = 0;
            for (std::uint32_t i = 0; i < c.bound; ++i) {
                if (locations[i].location == id) return;
                // One that overlaps has ended (see find_location).
                if ((locations[i].bytes & bytes) == 0) locations[kept++] = locations[i];
            }
            c.bound = kept;
        }
        state->shadow.bind(c, {id, bytes});
    }
}

void check_atomic(thread& t, const location& l, const operation& what, bool writes) {
    // A waiter that was let go does not touch the object any more: it may be gone by now.
    if (is_wake(what.code) && !writes) return;
    const std::uint32_t* known = nullptr;
    for (std::uintptr_t a = l.address; a < l.address + l.size; a = (a & ~std::uintptr_t{7}) + 8) {
        race::cell& c = state->shadow.at(a);
        const std::uint8_t bytes = mask_of(a, l.address + l.size - a);
        if (writes && c.watched) note_watched_access(t, a, true);
        for (std::uint32_t i = c.records; i != 0; i = state->shadow[i].next) {
            const race::record& r = state->shadow[i];
            if ((r.bytes & bytes) == 0) continue;
            if (known == nullptr) known = knowledge(t);
            if (!r.freed && (ordered(t, known, r.thread, r.index) || !(writes || r.write)))
                continue;
            if (!l.atomic && !r.freed)
                continue; // the object's constructor: not an access to its state
            conflict(t, current_site(t, l.address, l.size, writes, true, name_of(what.code)),
                     site_of(r, a), r.freed);
        }
    }
}

void access(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t pc) {
    simulating = false;
    thread& t = *state->current;
    ++t.accesses;
    if (state->tracing && !state->wanted.empty()) note_wanted(t, t.accesses);
    if (write && (address < t.on.stack_low || address >= t.on.stack_high)) ++t.effects;
    if (t.loop_state != 0) note_loop_access(t, address, size, write);
    if (!is_private_to_threads(address)) check_range(t, address, size, write, false, pc);
    simulating = true;
    if (t.accesses - t.accesses_at_event > long_run) {
        check_watchdog();
        let_others_go_first();
    }
}

void note_effect() noexcept {
    thread& t = *state->current;
    ++t.effects;
    if (!state->tracing) return;
    const bool was = simulating;
    simulating = false;
    for (auto& w : state->wanted) {
        if (w.operation == "allocation" && w.thread == t.id && w.moment == t.accesses) {
            w.stack = capture_stack();
        }
    }
    simulating = was;
}

void note_first_write(std::uintptr_t address, std::size_t size, std::uintptr_t pc) {
    if (size < large) {
        if (size > 0) access(address, size, true, pc);
        return;
    }
    const bool was = simulating;
    simulating = false;
    thread& t = *state->current;
    ++t.accesses;
    if (state->tracing && !state->wanted.empty()) note_wanted(t, t.accesses);
    const std::uintptr_t begin = first_cell(address);
    const std::uintptr_t end = end_of_cells(address + size);
    check_range(t, address, begin - address, true, false, pc);
    check_range(t, end, address + size - end, true, false, pc);
    state->shadow.enter_for_all(begin, end, add_record(t, 0, all_bytes, true, false, pc));
    simulating = was;
}

void mark_freed(std::uintptr_t address, std::size_t size, std::uintptr_t pc) {
    const bool was = simulating;
    simulating = false;
    thread& t = *state->current;
    ++t.accesses;
    ++t.effects;
    if (state->tracing && !state->wanted.empty()) note_wanted(t, t.accesses);
    // Every access of a block is one of its cells'; most of a large one never saw any.
    const std::uintptr_t begin = first_cell(address);
    const std::uintptr_t end = end_of_cells(address + size);
    if (size < large) {
        check_range(t, address, size, true, true, pc);
    } else {
        check_range(t, address, begin - address, true, true, pc);
        check_range(t, end, address + size - end, true, true, pc);
        const std::uint32_t* known = knowledge(t);
        state->shadow.each_for_all(begin, end, [&](const race::record& r) {
            if (!ordered(t, known, r.thread, r.index))
                conflict(t, current_site(t, begin, end - begin, true, false, "free"),
                         site_of(r, begin), false);
        });
        state->shadow.each_known(begin, end, [&](std::uintptr_t cell) {
            check_cell(t, known, cell, 8, true, true, pc);
        });
        state->shadow.enter_for_all(begin, end, add_record(t, 0, all_bytes, true, true, pc));
    }
    simulating = was;
}

} // namespace heddle::world
