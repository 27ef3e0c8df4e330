// Allocation and release: see heap_layout.hpp for where things are.
#include "world/heap.hpp"

#include "world/heap_layout.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace heddle::world::heap {

constinit std::array<region, region_count> regions{};
constinit std::uint32_t used_regions = 0;

namespace {

constexpr std::size_t granule = 16;
constexpr std::size_t page_size = 4096;
constexpr std::size_t big = std::size_t{1} << 20; // filled by fresh zero pages, not byte by byte
constexpr int fill_byte = 0xA5;

struct snapshot_copy {
    void* bytes = nullptr;
    std::size_t size = 0;
    region state;
};

constinit snapshot_copy initial{};
constinit std::size_t live = 0;
constinit bool mapped = false;

static_assert(sizeof(block) % granule == 0);

std::size_t region_of(std::uintptr_t address) noexcept {
    return (address - base) / region_size;
}

block* header_before(std::uintptr_t data) noexcept {
    return reinterpret_cast<block*>(data - sizeof(block));
}

bool map() noexcept {
    if (mapped) return true;
    void* const wanted = pointer(base);
    void* const got =
        ::mmap(wanted, region_count * region_size, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    mapped = got == wanted;
    return mapped;
}

/// Zeroes [from, to), of which only what lies below dirty_end can be anything else.
void zero(std::uintptr_t from, std::uintptr_t to, std::uintptr_t dirty_end) noexcept {
    to = std::min(to, dirty_end);
    if (from >= to) return;
    const std::uintptr_t first_page = align_up(from, page_size);
    const std::uintptr_t last_page = to & ~(std::uintptr_t{page_size} - 1);
    if (first_page >= last_page || last_page - first_page < big ||
        ::madvise(pointer(first_page), last_page - first_page, MADV_DONTNEED) != 0) {
        std::memset(pointer(from), 0, to - from);
        return;
    }
    std::memset(pointer(from), 0, first_page - from);
    std::memset(pointer(last_page), 0, to - last_page);
}

/// Whether `p` is the start of a block, allocated or freed.
bool is_block_start(const void* p) noexcept {
    const std::uintptr_t data = address_of(p);
    if (!owns(p) || data % granule != 0) return false;
    const std::size_t index = region_of(data);
    if (data < begin_of(index) + sizeof(block) || data >= regions[index].cursor) return false;
    const std::uint32_t state = header_before(data)->state;
    return state == allocated || state == freed;
}

std::string name_of_thread(std::uint32_t thread) {
    return thread == initial_region ? "before main" : "by thread " + std::to_string(thread);
}

[[noreturn]] void report_bad_free(const void* p) {
    simulating = false; // the message below is not the program's
    if (is_block_start(p)) {
        const block& b = *header_before(address_of(p));
        report(verdict::double_free, "a heap block of " + std::to_string(b.size) +
                                         " bytes, allocated " + name_of_thread(b.thread) +
                                         ", was freed " + name_of_thread(b.free_thread) +
                                         " and is freed again");
    }
    if (const block* const b = block_of(address_of(p))) {
        report(verdict::invalid_free,
               "free of an address " + std::to_string(address_of(p) - data_of(*b)) +
                   " bytes into a heap block of " + std::to_string(b->size) + " bytes");
    }
    report(verdict::invalid_free, "free of an address that no allocation returned");
}

} // namespace

const std::size_t address_space = end - base;

bool has_addresses() noexcept {
    return map();
}

bool owns(const void* p) noexcept {
    return address_of(p) >= base && address_of(p) < end;
}

void* allocate(std::size_t size, std::size_t alignment, bool zeroed,
               [[maybe_unused]] std::uintptr_t pc) {
    if (size >= region_size || alignment >= region_size || !map()) return nullptr;
    const bool before_main = starting();
    const std::uint32_t thread = before_main ? initial_region : self();
    region& r = regions[thread];
    if (r.cursor == 0) r.cursor = begin_of(thread);
    // A thread leaves room between itself and the next region, so that one past the end is its own.
    const std::uintptr_t limit = begin_of(thread) + region_size - page_size;

    const std::uintptr_t slot = r.cursor;
    const std::uintptr_t data = align_up(slot + sizeof(block), std::max(alignment, granule));
    const std::uintptr_t next = align_up(data + std::max<std::size_t>(size, 1), granule);
    if (next > limit) return nullptr;

    block* const b = header_before(data);
    // What an earlier execution left in the padding must not look like a header.
    if (address_of(b) != slot) zero(slot, address_of(b), r.dirty_end);
    *b = {.size = size,
          .state = allocated,
          .thread = thread,
          .extent = next - address_of(b),
          .moment = before_main ? 0 : moment(),
          .free_moment = 0,
          .free_thread = 0,
          .offset = static_cast<std::uint32_t>(address_of(b) - slot)};
    if (size >= big || zeroed) {
        zero(data, next, r.dirty_end);
        const bool is_the_programs = !before_main && pc != 0;
        if (zeroed && is_the_programs) note_first_write(data, size, pc);
    } else {
        std::memset(pointer(data), fill_byte, next - data);
    }

    if (r.last == nullptr) {
        r.first = b;
    } else {
        r.last->extent = address_of(b) - address_of(r.last);
    }
    r.last = b;
    r.cursor = next;
    r.dirty_end = std::max(r.dirty_end, next);
    if (!before_main) {
        used_regions = std::max(used_regions, thread + 1);
        ++live;
    }
    return pointer(data);
}

void* reserve(std::size_t size) {
    void* const data = allocate(size, granule, true, 0);
    if (data == nullptr) return nullptr;
    header_before(address_of(data))->state = reserved;
    --live;
    return data;
}

void release(void* p, std::uintptr_t pc) {
    if (!is_block_start(p)) report_bad_free(p);
    block& b = *header_before(address_of(p));
    if (b.state != allocated) report_bad_free(p);
    b.state = freed;
    if (b.thread != initial_region) --live;
    if (starting()) {
        b.free_thread = initial_region;
        return;
    }
    b.free_moment = moment();
    b.free_thread = self();
    mark_freed(address_of(p), b.size, pc);
}

void* reallocate(void* p, std::size_t size, std::uintptr_t pc) {
    if (!is_block_start(p) || header_before(address_of(p))->state != allocated) report_bad_free(p);
    if (size == 0) {
        release(p, pc);
        return nullptr;
    }
    void* const moved = allocate(size, granule, false, pc);
    if (moved == nullptr) return nullptr;
    const std::size_t kept = std::min(size, usable_size(p));
    if (!starting()) {
        access(address_of(p), kept, false, pc);
        note_first_write(address_of(moved), kept, pc);
    }
    std::memcpy(moved, p, kept);
    release(p, pc);
    return moved;
}

std::size_t usable_size(const void* p) noexcept {
    return is_block_start(p) ? header_before(address_of(p))->size : 0;
}

const block* block_of(std::uintptr_t address) noexcept {
    if (!owns(pointer(address))) return nullptr;
    const region& r = regions[region_of(address)];
    if (r.last == nullptr || address >= r.cursor) return nullptr;
    for (const block* b = r.first;; b = after(*b)) {
        if (address < data_of(*b)) return nullptr;
        if (address < data_of(*b) + std::max<std::uint64_t>(b->size, 1)) return b;
        if (b == r.last) return nullptr;
    }
}

std::uintptr_t data_of(const block& b) noexcept {
    return address_of(&b) + sizeof(block);
}

void snapshot() {
    const region& r = regions[initial_region];
    initial.state = r;
    initial.size = r.last == nullptr ? 0 : r.cursor - begin_of(initial_region);
    if (initial.size == 0) return;
    initial.bytes =
        ::mmap(nullptr, initial.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (initial.bytes == MAP_FAILED) unsupported("an initial heap that does not fit in memory");
    std::memcpy(initial.bytes, pointer(begin_of(initial_region)), initial.size);
}

void restore() {
    for (std::uint32_t t = 0; t < used_regions; ++t) {
        regions[t].cursor = 0;
        regions[t].first = nullptr;
        regions[t].last = nullptr;
    }
    used_regions = 0;
    live = 0;
    regions[initial_region] = initial.state;
    if (initial.size > 0) {
        std::memcpy(pointer(begin_of(initial_region)), initial.bytes, initial.size);
    }
}

namespace {

// Where the memory below is dirty remains true.
void put_back_region(region& r, byte_buffer::reader& from) {
    const std::uintptr_t dirty_end = r.dirty_end;
    r = from.get<region>();
    r.dirty_end = dirty_end;
}

void keep_contents(std::size_t index, byte_buffer& to) {
    const region& r = regions[index];
    if (r.last != nullptr) to.put(pointer(begin_of(index)), r.cursor - begin_of(index));
}

void put_back_contents(std::size_t index, byte_buffer::reader& from) {
    const region& r = regions[index];
    if (r.last != nullptr) from.get(pointer(begin_of(index)), r.cursor - begin_of(index));
}

} // namespace

void keep(byte_buffer& to) {
    to.put(live);
    to.put(used_regions);
    for (std::uint32_t i = 0; i < used_regions; ++i) to.put(regions[i]);
    to.put(regions[initial_region]);
    for (std::uint32_t i = 0; i < used_regions; ++i) keep_contents(i, to);
    keep_contents(initial_region, to);
}

void put_back(byte_buffer::reader& from) {
    live = from.get<std::size_t>();
    const auto used = from.get<std::uint32_t>();
    // One that was not in use then has nothing in it.
    for (std::uint32_t i = used; i < used_regions; ++i) {
        regions[i].cursor = 0;
        regions[i].first = regions[i].last = nullptr;
    }
    used_regions = used;
    for (std::uint32_t i = 0; i < used_regions; ++i) put_back_region(regions[i], from);
    put_back_region(regions[initial_region], from);
    for (std::uint32_t i = 0; i < used_regions; ++i) put_back_contents(i, from);
    put_back_contents(initial_region, from);
}

std::size_t live_blocks() noexcept {
    return live;
}

} // namespace heddle::world::heap
