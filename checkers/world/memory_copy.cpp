#include "world/memory_copy.hpp"

#include "world/heap.hpp"
#include "world/state.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" FILE* _IO_list_all; // glibc's list of all streams

namespace heddle::world {

namespace {

constexpr std::size_t word = sizeof(std::uint64_t);

std::uint64_t word_at(std::uintptr_t address) {
    std::uint64_t value = 0;
    std::memcpy(&value, reinterpret_cast<const void*>(address), word);
    return value;
}

// Whole words.
memory_range rounded(const memory_range& r) {
    return {r.begin & ~std::uintptr_t{word - 1}, (r.end + word - 1) & ~std::uintptr_t{word - 1}};
}

void cut_out(std::vector<memory_range>& from, const memory_range& hole) {
    std::vector<memory_range> left;
    for (const memory_range& r : from) {
        if (hole.end <= r.begin || r.end <= hole.begin) {
            left.push_back(r);
            continue;
        }
        if (r.begin < hole.begin) left.push_back({r.begin, hole.begin});
        if (hole.end < r.end) left.push_back({hole.end, r.end});
    }
    from = std::move(left);
}

memory_range of_stream(const FILE* stream) {
    const auto begin = reinterpret_cast<std::uintptr_t>(stream);
    return rounded({begin, begin + sizeof(FILE)});
}

void copy(const std::vector<memory_range>& ranges, std::vector<std::uint64_t>& to) {
    to.clear();
    for (const memory_range& r : ranges) {
        const std::size_t before = to.size();
        to.resize(before + (r.end - r.begin) / word);
        std::memcpy(to.data() + before, reinterpret_cast<const void*>(r.begin), r.end - r.begin);
    }
}

std::vector<memory_copy::change> differences(const std::vector<memory_range>& ranges,
                                             const std::vector<std::uint64_t>& words) {
    std::vector<memory_copy::change> found;
    const std::uint64_t* before = words.data();
    for (const memory_range& r : ranges) {
        for (std::uintptr_t a = r.begin; a < r.end; a += word) {
            if (word_at(a) != *before) found.push_back({a, *before});
            ++before;
        }
    }
    return found;
}

// Where the allocator keeps its books, which the runtime uses too: found by watching it at work.
memory_range allocator_state(const std::vector<memory_range>& everything) {
    constexpr std::size_t size_of_arena = 2200; // glibc's malloc_state
    std::vector<std::uint64_t> before;
    before.reserve(1u << 20u);
    copy(everything, before);
    std::array<void*, 16> small{};
    for (auto& p : small) p = std::malloc(24); // more than a thread caches
    void* volatile big = std::malloc(4000);
    void* volatile barrier = std::malloc(24);
    for (void* volatile p : small) std::free(p);
    std::free(big);
    std::free(barrier);
    memory_range changed{~std::uintptr_t{0}, 0};
    for (const auto& c : differences(everything, before)) {
        changed.begin = std::min(changed.begin, c.address);
        changed.end = std::max(changed.end, c.address + word);
    }
    return {changed.begin, std::max(changed.end, changed.begin + size_of_arena)};
}

std::vector<memory_range> static_memory;

// How far streams have been read, of which most lie in memory that nobody else sees.
std::uint64_t positions_in_files() {
    constexpr int is_written = 0x800; // glibc's _IO_CURRENTLY_PUTTING
    std::uint64_t sum = 0;
    for (const FILE* f = _IO_list_all; f != nullptr; f = f->_chain) {
        if ((f->_flags & is_written) != 0) continue;
        sum = sum * 31 + reinterpret_cast<std::uintptr_t>(f->_IO_read_ptr);
        sum = sum * 31 + static_cast<std::uint64_t>(f->_offset);
    }
    return sum;
}

} // namespace

void prepare_memory_copies() {
    if (!static_memory.empty()) return;
    std::vector<memory_range> all = library_and_program_memory();
    for (memory_range& r : all) r = rounded(r);
    for (const FILE* stream : {stdout, stderr}) cut_out(all, of_stream(stream));
    cut_out(all, allocator_state(all));
    static_memory = std::move(all);
}

void memory_copy::take() {
    ranges_ = static_memory;
    const auto first_new = static_cast<std::ptrdiff_t>(ranges_.size());
    for (const memory_range& r : thread_local_memory()) ranges_.push_back(r);
    heap::add_used(ranges_);
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (&t != state->current && t.state != thread::status::absent &&
            t.state != thread::status::finished && t.on.stack_low <= t.visible_stack_low &&
            t.visible_stack_low < t.on.stack_high)
            ranges_.push_back({t.visible_stack_low, t.on.stack_high});
    }
    std::transform(ranges_.begin() + first_new, ranges_.end(), ranges_.begin() + first_new,
                   rounded);
    copy(ranges_, words_);
    files_ = positions_in_files();
}

std::vector<memory_copy::change> memory_copy::changes() const {
    return differences(ranges_, words_);
}

bool memory_copy::has_read_files() const noexcept {
    return positions_in_files() != files_;
}

} // namespace heddle::world
