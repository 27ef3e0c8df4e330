#include "race/shadow.hpp"

namespace heddle::race {

shadow_memory::page_entry shadow_memory::find(std::uintptr_t page) {
    auto& cells = pages_[page];
    if (!cells) cells = std::make_unique<cell[]>(512);
    return {page, cells.get()};
}

void shadow_memory::renew(cell& c) const {
    c.execution = execution_;
    c.records = 0;
    c.bound = 0;
}

} // namespace heddle::race
