// Leaks: the blocks that a conservative mark from the roots does not reach.
#include "world/heap.hpp"
#include "world/heap_layout.hpp"

#include <algorithm>
#include <cstring>

namespace heddle::world::heap {
namespace {

/// The allocated blocks of threads in order of address, and which of them have been reached.
class reachability {
public:
    reachability() {
        for (std::uint32_t t = 0; t < used_regions; ++t) {
            for_each_block(regions[t], [this](const block& b) {
                if (b.state == allocated) blocks_.push_back(&b);
            });
        }
        reached_.resize(blocks_.size());
    }

    void scan(range words) {
        mark_from(words);
        while (!pending_.empty()) {
            const block& b = *pending_.back();
            pending_.pop_back();
            mark_from({data_of(b), data_of(b) + b.size});
        }
    }

    [[nodiscard]] std::vector<const block*> rest() const {
        std::vector<const block*> result;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            if (!reached_[i]) result.push_back(blocks_[i]);
        }
        return result;
    }

private:
    void mark_from(range words) {
        constexpr std::size_t word = sizeof(std::uintptr_t);
        for (auto at = align_up(words.begin, word); at + word <= words.end; at += word) {
            std::uintptr_t candidate = 0;
            std::memcpy(&candidate, pointer(at), word);
            if (candidate >= base && candidate < begin_of(initial_region)) mark(candidate);
        }
    }

    void mark(std::uintptr_t candidate) {
        // The last block whose data starts at or before the address; one past the end counts, as
        // an iterator may be all that is left of a pointer.
        auto next = std::upper_bound(
            blocks_.begin(), blocks_.end(), candidate,
            [](std::uintptr_t address, const block* b) { return address < data_of(*b); });
        if (next == blocks_.begin()) return;
        const auto index = static_cast<std::size_t>(next - blocks_.begin()) - 1;
        const block& b = *blocks_[index];
        if (candidate > data_of(b) + b.size || reached_[index]) return;
        reached_[index] = true;
        pending_.push_back(&b);
    }

    std::vector<const block*> blocks_;
    std::vector<bool> reached_;
    std::vector<const block*> pending_;
};

} // namespace

std::vector<const block*> unreachable(const std::vector<range>& roots) {
    if (live_blocks() == 0) return {};
    reachability reached;
    for (const range& root : roots) reached.scan(root);
    for_each_block(regions[initial_region], [&](const block& b) {
        if (b.state == allocated) reached.scan({data_of(b), data_of(b) + b.size});
    });
    return reached.rest();
}

} // namespace heddle::world::heap
