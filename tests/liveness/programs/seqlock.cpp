// The sequence lock: a reader reads again when a writer was at work meanwhile.
//   no_fence: the reader's last look at the sequence may come before its looks at the data
#include "variant.hpp"

#include <atomic>
#include <optional>

#undef NDEBUG
#include <cassert>

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

struct snapshot {
    int left;
    int right;
};

class sequence_lock {
public:
    explicit sequence_lock(variant const& v) : fence_(!v.has("no_fence")), ends_(!v.has("lost")) {}

    void write(int value) {
        int const before = sequence_.load(relaxed);
        sequence_.store(before + 1, relaxed);
        std::atomic_thread_fence(std::memory_order_release);
        left_.store(value, relaxed);
        right_.store(value, relaxed);
        if (ends_) {
            sequence_.store(before + 2, std::memory_order_release);
        }
    }

    std::optional<snapshot> try_read() {
        int const before = sequence_.load(std::memory_order_acquire); // BUG(lost)
        if (before % 2 != 0) {
            return {};
        }
        snapshot const seen{left_.load(relaxed), right_.load(relaxed)};
        if (fence_) {
            std::atomic_thread_fence(std::memory_order_acquire);
        }
        if (sequence_.load(relaxed) != before) {
            return {};
        }
        return seen;
    }

private:
    bool fence_;
    bool ends_;
    std::atomic<int> sequence_{0};
    std::atomic<int> left_{0};
    std::atomic<int> right_{0};
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    sequence_lock lock(v);
    auto const write = [&] {
        for (int i = 1; i <= v.number("writes", 1); ++i) {
            lock.write(i);
        }
    };
    auto const read = [&] {
        for (;;) {
            if (auto const seen = lock.try_read()) {
                assert(seen->left == seen->right); // BUG(no_fence)
                return;
            }
        }
    };
    run_threads(v, 2, [&](int i) { i == 0 ? write() : read(); });
}
