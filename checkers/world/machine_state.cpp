#include "world/machine_state.hpp"

#include <algorithm>

namespace heddle::world {

namespace {

constexpr std::size_t most_frames = 64;

std::uint64_t word_at(std::uintptr_t address) {
    return *reinterpret_cast<const std::uint64_t*>(address);
}

// A word of the stack of which not all is live.
struct dying_word {
    std::uintptr_t address;
    std::uint64_t live; // its bits that are
};

// What of the state is live: all but what turns out to be dead.
class liveness {
public:
    liveness(const machine_state& s, frame_table& frames) { walk(s, frames); }

    [[nodiscard]] std::uint64_t in_register(std::size_t which) const { return registers_[which]; }

    [[nodiscard]] const dying_word* begin() const { return words_.data(); }

    [[nodiscard]] const dying_word* end() const { return words_.data() + count_; }

private:
    // Where a frame of the walk finds what it has in a register.
    struct place {
        std::uintptr_t address = 0;     // 0: in the register
        register_parts read = no_parts; // of all registers; only its own counts
    };

    // From the innermost frame outwards. What a frame has saved for its caller is as live as the
    // callers have it, up to the one that has saved it once more.
    void walk(const machine_state& s, frame_table& frames) {
        for_preserved<place> places{};
        std::uintptr_t pc = s.pc;
        std::uintptr_t stack_pointer = s.stack_low;
        std::uint64_t frame_pointer = s.registers[rbp];
        for (std::size_t depth = 0; depth < most_frames; ++depth) {
            const frame_facts& facts = frames.at(pc);
            const frame_layout& layout = facts.layout;
            if (!layout.known) return;
            const std::uintptr_t frame_end = (layout.by_rbp ? frame_pointer : stack_pointer) +
                                             static_cast<std::uintptr_t>(layout.size);
            if (!lies_well(layout, stack_pointer, frame_end, s.stack_high)) return;
            for (std::size_t i = 0; i < preserved_registers; ++i) {
                places[i].read |= facts.liveness.read;
                if (layout.saved[i] == 0) continue;
                settle(i, places[i], facts.liveness.passed);
                places[i] = {frame_end + static_cast<std::uintptr_t>(layout.saved[i])};
            }
            if (layout.saved[rbp] != 0) frame_pointer = word_at(places[rbp].address);
            stack_pointer = frame_end;
            pc = word_at(frame_end - 8);
        }
    }

    // Whether a frame is where one can be, and what it saves is in it.
    static bool lies_well(const frame_layout& layout, std::uintptr_t low, std::uintptr_t end,
                          std::uintptr_t stack_high) {
        if (end % 8 != 0 || end < low + 8 || end > stack_high) return false;
        return std::all_of(layout.saved.begin(), layout.saved.end(), [&](std::int64_t offset) {
            const auto distance = static_cast<std::uintptr_t>(-offset);
            return offset == 0 || (offset <= -16 && offset % 8 == 0 && distance <= end - low);
        });
    }

    // No frame further out knows this place. (A frame that has saved a register restores it before
    // it returns, so that it passes nothing on; if the code is not as its tables say, it is live.)
    void settle(std::size_t which, const place& p, register_parts passed) {
        const std::uint64_t live = bits_of(which, p.read | passed);
        if (p.address == 0) {
            registers_[which] = live;
        } else if (live != all_bits && count_ < words_.size()) {
            auto* const after = std::find_if(words_.data(), words_.data() + count_,
                                             [&](const auto& w) { return p.address < w.address; });
            std::move_backward(after, words_.data() + count_, words_.data() + count_ + 1);
            *after = {p.address, live};
            ++count_;
        }
    }

    static constexpr std::uint64_t all_bits = ~std::uint64_t{0};

    for_preserved<std::uint64_t> registers_{all_bits, all_bits, all_bits,
                                            all_bits, all_bits, all_bits};
    std::array<dying_word, 32> words_; // by address; more are live
    std::size_t count_ = 0;
};

} // namespace

std::uint64_t hash_of(const machine_state& s, frame_table& frames) {
    const liveness live{s, frames};
    std::uint64_t h = mix(s.pc, s.stack_low);
    for (std::size_t i = 0; i < preserved_registers; ++i) {
        h = mix(h, s.registers[i] & live.in_register(i));
        h = mix(h, live.in_register(i));
    }
    std::uintptr_t a = s.stack_low;
    for (const dying_word& w : live) {
        for (; a < w.address; a += 8) h = mix(h, word_at(a));
        h = mix(mix(h, w.address), w.live);
        h = mix(h, word_at(a) & w.live);
        a += 8;
    }
    for (; a + 8 <= s.stack_high; a += 8) h = mix(h, word_at(a));
    return h;
}

} // namespace heddle::world
