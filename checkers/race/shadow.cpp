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

void shadow_memory::renew(cell& c) {
    if (c.stamp < execution_stamp_) {
        if (marked_) cell_log_.emplace_back(&c, cell{});
        c.records = 0;
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
    return {used_, static_cast<std::uint32_t>(blocks_.size()),
            static_cast<std::uint32_t>(cell_log_.size()),
            static_cast<std::uint32_t>(block_log_.size()),
            static_cast<std::uint32_t>(link_log_.size())};
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
    used_ = m.records;
    marked_records_ = m.records;
    ++stamp_;
}

} // namespace heddle::race
