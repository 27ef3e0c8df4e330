// How large the tree of executions is, estimated while the search goes on.
//
// Now and then the searching process forks one that makes random descents for a while
// (strategy::probe) and writes what they say to the status page. The search itself is not held up,
// as long as there is a processor to spare.
#pragma once

#include "world/session.hpp"

#include <chrono>

namespace heddle::world {

class tree_probe {
public:
    explicit tree_probe(status_page& status) : status_(status) {}

    [[nodiscard]] bool is_due() const noexcept { return clock::now() >= next_; }

    /// True in the new process, which is to make descents while `goes_on`, and then to end.
    bool fork();
    [[nodiscard]] bool goes_on() const noexcept;
    /// A descent's estimate. The descents of all processes are independent: see `seed`.
    void add(double leaves) noexcept;

    [[nodiscard]] std::uint64_t seed() const noexcept { return status_.probes + 1; }

private:
    using clock = std::chrono::steady_clock;

    status_page& status_;
    clock::time_point began_ = clock::now();
    clock::time_point next_ = began_ + std::chrono::milliseconds{400};
    clock::time_point end_;
};

} // namespace heddle::world
