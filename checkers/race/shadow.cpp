#include "race/shadow.hpp"

namespace heddle::race {

shadow_memory::page_entry shadow_memory::find(std::uintptr_t page) {
    auto& cells = pages_[page];
    if (!cells) {
        cells = std::make_unique<cell[]>(512);
        if (is_watched_ != nullptr && is_watched_(page)) {
            for (std::size_t i = 0; i < 512; ++i) cells[i].watched = true;
        }
    }
    return {page, cells.get()};
}

void shadow_memory::next_execution() {
    if (is_worn_out()) forget_all();
    execution_stamp_ = ++stamp_;
    used_ = 1;
    blocks_.clear();
    ranges_.clear();
    marked_ = false;
    marked_records_ = 0;
    cell_log_.clear();
    block_log_.clear();
    link_log_.clear();
}

void shadow_memory::forget_all() {
    for (auto& [page, cells] : pages_) {
        for (std::size_t i = 0; i < 512; ++i) cells[i].stamp = 0;
    }
    stamp_ = 0;
}

std::uint32_t shadow_memory::record_for_all(std::uintptr_t address) const {
    for (auto r = ranges_.rbegin(); r != ranges_.rend(); ++r) {
        if (r->begin <= address && address < r->end) return r->added;
    }
    return 0;
}

std::vector<std::uintptr_t> shadow_memory::pages_between(std::uintptr_t begin,
                                                         std::uintptr_t end) const {
    std::vector<std::uintptr_t> found;
    for (const auto& [page, cells] : pages_) {
        if (page >= begin >> 12u && page << 12u < end) found.push_back(page);
    }
    std::sort(found.begin(), found.end());
    return found;
}

void shadow_memory::renew(cell& c, std::uintptr_t address) {
    if (c.stamp < execution_stamp_) {
        if (marked_) cell_log_.emplace_back(&c, cell{});
        c.records = ranges_.empty() ? 0 : record_for_all(address);
        c.bound = 0;
    } else if (marked_) {
        cell_log_.emplace_back(&c, c);
        if (c.bound > 0) block_log_.push_back(blocks_[c.block]);
    }
    c.stamp = stamp_;
}

shadow_memory::mark shadow_memory::set_mark() {
    marked_ = true;
    marked_records_ = used_;
    ++stamp_;
    return {used_,
            static_cast<std::uint32_t>(blocks_.size()),
            static_cast<std::uint32_t>(cell_log_.size()),
            static_cast<std::uint32_t>(block_log_.size()),
            static_cast<std::uint32_t>(link_log_.size()),
            static_cast<std::uint32_t>(ranges_.size())};
}

void shadow_memory::return_to(const mark& m) {
    while (cell_log_.size() > m.cell_log) {
        const logged_cell& last = cell_log_.back();
        cell& c = *last.where;
        // Loops are known in all executions.
        const bool watched = c.watched;
        const bool watched_for_reads = c.watched_for_reads;
        c = last.before;
        c.watched = watched;
        c.watched_for_reads = watched_for_reads;
        if (c.bound > 0) {
            blocks_[c.block] = block_log_.back();
            block_log_.pop_back();
        }
        cell_log_.pop_back();
    }
    while (link_log_.size() > m.link_log) {
        records_[link_log_.back().record].next = link_log_.back().next;
        link_log_.pop_back();
    }
    blocks_.resize(m.blocks);
    ranges_.resize(m.ranges);
    used_ = m.records;
    marked_records_ = m.records;
    ++stamp_;
}

} // namespace heddle::race
