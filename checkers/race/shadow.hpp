// Shadow memory: what is known about the accesses to every eight bytes of memory.
//
// Data races are found by happens-before (FastTrack: Flanagan, Freund, PLDI 2009), kept byte-exact:
// a cell lists the accesses that a later one could still race with. Cells belong to one execution;
// an older one counts as empty, so nothing is cleared between executions.
#pragma once

#include "graph/types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace heddle::race {

struct record {
    std::uint32_t next = 0;
    std::uint8_t thread = 0;
    std::uint8_t bytes = 0; // mask of the bytes of the cell
    bool write = false;
    bool freed = false; // the block was freed: every later access is wrong
    std::uint32_t index =
        0; // the thread's next event then: ordered before whoever knows that event
    std::uint64_t moment = 0; // the thread's count of plain accesses then
    std::uintptr_t pc = 0;
};

/// An atomic location (or synchronization object) within a cell.
struct binding {
    graph::location_id location = graph::no_location;
    std::uint8_t bytes = 0; // mask
};

/// Kept small: an execution touches many, each for the first time.
struct cell {
    std::uint32_t execution = 0;
    std::uint32_t records = 0;      // list head, 0: none
    std::uint32_t block = 0;        // of bindings
    std::uint16_t bound = 0;        // how many of them there are: at most one a byte
    bool watched = false;           // some loop depends on it (in all executions) …
    bool watched_for_reads = false; // … and writes it
};

class shadow_memory {
public:
    shadow_memory() : records_(1) { cached_.fill({}); }

    void next_execution() {
        ++execution_;
        used_ = 1;
        blocks_.clear();
    }

    /// The cell of the eight bytes around an address, valid for this execution.
    cell& at(std::uintptr_t address) {
        const std::uintptr_t page = address >> 12u;
        auto& entry = cached_[page % cached_.size()];
        if (entry.page != page || entry.cells == nullptr) entry = find(page);
        cell& c = entry.cells[(address >> 3u) & 511u];
        if (c.execution != execution_) renew(c);
        return c;
    }

    record& operator[](std::uint32_t i) { return records_[i]; }

    using block = std::array<binding, 8>;

    /// The first `bound` of these are the locations within the cell.
    block& locations(const cell& c) { return blocks_[c.block]; }

    /// Enters a location within the cell.
    void bind(cell& c, const binding& b) {
        if (c.bound == 0) {
            c.block = static_cast<std::uint32_t>(blocks_.size());
            blocks_.emplace_back();
        }
        blocks_[c.block][c.bound++] = b;
    }

    /// The threads with a loop that depends on the cell around an address.
    std::uint64_t& watchers(std::uintptr_t address) { return watchers_[address >> 3u]; }

    /// Room for one more record, to be filled in, all of it, where it is: a copy of one that was
    /// just written would wait for its parts to arrive in memory.
    std::uint32_t add() {
        if (used_ == records_.size()) records_.resize(std::size_t{used_} * 2);
        return used_++;
    }

private:
    struct page_entry {
        std::uintptr_t page = 0;
        cell* cells = nullptr;
    };

    page_entry find(std::uintptr_t page);
    void renew(cell& c) const;

    std::uint32_t execution_ = 1;
    std::vector<record> records_;
    std::uint32_t used_ = 1;
    std::vector<block> blocks_;
    std::unordered_map<std::uintptr_t, std::uint64_t> watchers_; // by address / 8
    std::unordered_map<std::uintptr_t, std::unique_ptr<cell[]>> pages_;
    std::array<page_entry, 256> cached_;
};

} // namespace heddle::race
