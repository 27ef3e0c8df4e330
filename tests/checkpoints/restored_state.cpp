// Everything that a program's state consists of changes between one operation and the next, and the
// end of an execution depends on all of it: 3! orders of the tickets by 3! of the locks.
#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

namespace {

constexpr int threads = 3;

std::atomic<int> tickets{0};
std::mutex mutex;
std::recursive_mutex recursive;
int total = 0; // a global

/// Operations at several depths of the stack, each with something to remember.
int descend(int depth, int ticket) {
    std::array<int, 8> local{};
    local[static_cast<std::size_t>(depth)] = ticket + depth;
    std::lock_guard const guard(recursive);
    int const below = depth == 0 ? 0 : descend(depth - 1, ticket);
    return below + local[static_cast<std::size_t>(depth)];
}

/// An operation while an exception is being handled.
int catch_ticket() {
    try {
        throw std::runtime_error("first");
    } catch (std::runtime_error const& error) {
        int const ticket = tickets.fetch_add(1);
        assert(std::string("first") == error.what());
        return ticket;
    }
}

} // namespace

int main() {
    std::string text;                        // on this thread's stack, written by the library
    std::vector<std::unique_ptr<int>> boxes; // on the heap
    int sum = 0;                             // on this thread's stack
    auto const work = [&](int i) {
        errno = i;
        int const ticket = catch_ticket();
        assert(errno == i);
        std::lock_guard const guard(mutex);
        text.append(20, static_cast<char>('a' + ticket));
        boxes.push_back(std::make_unique<int>(ticket));
        sum += ticket;
        total += ticket + 1;
        assert(descend(2, ticket) == 3 * ticket + 3);
        assert(text.size() == 20 * boxes.size());
    };
    std::vector<std::thread> pool;
    for (int i = 0; i != threads; ++i) {
        pool.emplace_back(work, i);
    }
    for (auto& thread : pool) {
        thread.join();
    }
    assert(sum == 3 && total == 6 && boxes.size() == 3 && text.size() == 60);
    for (std::size_t i = 0; i != boxes.size(); ++i) {
        assert(text[20 * i] == 'a' + *boxes[i] && text[20 * i + 19] == text[20 * i]);
    }
}
