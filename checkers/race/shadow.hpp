// Shadow memory: what is known about the accesses to every eight bytes of memory.
//
// Data races are found by happens-before (FastTrack: Flanagan, Freund, PLDI 2009), kept byte-exact:
// a cell lists the accesses that a later one could still race with. Cells belong to one execution;
// an older one counts as empty, so nothing is cleared between executions.
//
// An execution can be taken back to an earlier point of its own (a mark): what a cell was when it
// is first looked at after a mark goes into a log.
#pragma once

#include "graph/types.hpp"

#include <algorithm>
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
    std::uint32_t stamp = 0;        // of when it was last looked at
    std::uint32_t records = 0;      // list head, 0: none
    std::uint32_t block = 0;        // of bindings
    std::uint16_t bound = 0;        // how many of them there are: at most one a byte
    bool watched = false;           // writes matter (in all executions): a loop depends on it …
    bool watched_for_reads = false; // … and writes it
};

class shadow_memory {
public:
    shadow_memory() : records_(1) { cached_.fill({}); }

    void next_execution();

    /// A point of the execution that it can be taken back to.
    struct mark {
        std::uint32_t records = 0;
        std::uint32_t blocks = 0;
        std::uint32_t cell_log = 0;
        std::uint32_t block_log = 0;
        std::uint32_t link_log = 0;
        std::uint32_t ranges = 0;
    };

    /// Logs what changes from here on.
    mark set_mark();
    /// Undoes what has changed since; later marks are void.
    void return_to(const mark& m);

    /// Whether a new execution is due: marks are numbered, and the numbers come to an end.
    [[nodiscard]] bool is_worn_out() const noexcept { return stamp_ > last_stamp; }

    /// The cell of the eight bytes around an address, valid for this execution.
    cell& at(std::uintptr_t address) {
        const std::uintptr_t page = address >> 12u;
        auto& entry = cached_[page % cached_.size()];
        if (entry.page != page || entry.cells == nullptr) entry = find(page);
        cell& c = entry.cells[(address >> 3u) & 511u];
        if (c.stamp != stamp_) renew(c, address);
        return c;
    }

    record& operator[](std::uint32_t i) { return records_[i]; }

    /// Takes a record out of the list that it is in: `before` is the one before it there, or 0.
    void unlink(cell& c, std::uint32_t before, std::uint32_t i) {
        const std::uint32_t next = records_[i].next;
        if (before == 0) {
            c.records = next;
            return;
        }
        if (before < marked_records_) link_log_.push_back({before, records_[before].next});
        records_[before].next = next;
    }

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

    /// Calls `visit` with the address of each cell in [begin, end) that has been looked at in this
    /// execution, or is watched. Both bounds are multiples of eight.
    template <class Visit>
    void each_known(std::uintptr_t begin, std::uintptr_t end, const Visit& visit) {
        for (const std::uintptr_t page : pages_between(begin, end)) {
            const cell* const cells = pages_[page].get();
            const std::uintptr_t first = page << 12u;
            for (std::uintptr_t a = std::max(begin, first); a < std::min(end, first + 4096);
                 a += 8) {
                const cell& c = cells[(a >> 3u) & 511u];
                if (c.stamp >= execution_stamp_ || c.watched || c.watched_for_reads) visit(a);
            }
        }
    }

    /// From here on, each cell in [begin, end) that is looked at for the first time in this
    /// execution has this record (the newest, of several): of a large block, too much to enter it
    /// everywhere.
    void enter_for_all(std::uintptr_t begin, std::uintptr_t end, std::uint32_t added) {
        ranges_.push_back({begin, end, added});
    }

    /// Calls `visit` with the record of each such range that overlaps [begin, end).
    template <class Visit>
    void each_for_all(std::uintptr_t begin, std::uintptr_t end, const Visit& visit) const {
        for (const range& r : ranges_) {
            if (r.begin < end && begin < r.end) visit(records_[r.added]);
        }
    }

    /// The threads with a loop that depends on the cell around an address.
    std::uint64_t& watchers(std::uintptr_t address) { return watchers_[address >> 3u]; }

    /// From now on, the cells of a page for which this is true when it is first used are watched.
    void watch_pages(bool (*is_watched)(std::uintptr_t page)) { is_watched_ = is_watched; }

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

    struct logged_cell {
        logged_cell(cell* at, const cell& was) : where(at), before(was) {}

        cell* where;
        cell before;
    };

    struct logged_link {
        std::uint32_t record;
        std::uint32_t next;
    };

    struct range {
        std::uintptr_t begin, end;
        std::uint32_t added;
    };

    page_entry find(std::uintptr_t page);
    void renew(cell& c, std::uintptr_t address);
    [[nodiscard]] std::uint32_t record_for_all(std::uintptr_t address) const;
    [[nodiscard]] std::vector<std::uintptr_t> pages_between(std::uintptr_t begin,
                                                            std::uintptr_t end) const;
    void forget_all();

    static constexpr std::uint32_t last_stamp = 0x8000'0000;

    // Stamps count executions and marks. A cell with an older one than the execution's is empty.
    std::uint32_t stamp_ = 1;
    std::uint32_t execution_stamp_ = 1;
    bool marked_ = false;
    std::uint32_t marked_records_ = 0; // of the newest mark
    std::vector<record> records_;
    std::uint32_t used_ = 1;
    std::vector<block> blocks_;
    std::vector<range> ranges_;
    std::vector<logged_cell> cell_log_;
    std::vector<block> block_log_; // of the logged cells that have one
    std::vector<logged_link> link_log_;
    std::unordered_map<std::uintptr_t, std::uint64_t> watchers_; // by address / 8
    std::unordered_map<std::uintptr_t, std::unique_ptr<cell[]>> pages_;
    bool (*is_watched_)(std::uintptr_t page) = nullptr;
    std::array<page_entry, 256> cached_;
};

} // namespace heddle::race
