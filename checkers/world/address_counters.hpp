// A counter for each of some addresses, zero at first: who holds a lock, and how often.
//
// By open addressing in one flat array, which can be copied to keep the state of an execution.
#pragma once

#include <cstdint>
#include <vector>

namespace heddle::world {

class address_counters {
public:
    struct slot {
        std::uintptr_t address = 0; // 0: free
        std::uint32_t count = 0;
    };

    address_counters() : slots_(16) {}

    /// Valid until the next call.
    std::uint32_t& operator[](std::uintptr_t address) {
        slot* s = &find(address);
        if (s->address == 0) {
            if (++used_ * 4 > slots_.size() * 3) {
                grow();
                s = &find(address);
            }
            s->address = address;
        }
        return s->count;
    }

    void clear() {
        if (used_ != 0) slots_.assign(slots_.size(), {});
        used_ = 0;
    }

    [[nodiscard]] const std::vector<slot>& slots() const noexcept { return slots_; }

    [[nodiscard]] std::size_t used() const noexcept { return used_; }

    /// To become again what it was: where what slots() had is to be copied to.
    slot* take_slots(std::size_t count, std::size_t used) {
        slots_.resize(count);
        used_ = used;
        return slots_.data();
    }

private:
    slot& find(std::uintptr_t address) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = (address * 0x9e37'79b9'7f4a'7c15ull >> 32u) & mask;
        while (slots_[i].address != 0 && slots_[i].address != address) i = (i + 1) & mask;
        return slots_[i];
    }

    void grow() {
        std::vector<slot> old(slots_.size() * 2);
        old.swap(slots_);
        for (const slot& s : old) {
            if (s.address != 0) find(s.address) = s;
        }
    }

    std::vector<slot> slots_;
    std::size_t used_ = 0;
};

} // namespace heddle::world
