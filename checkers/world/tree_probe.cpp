#include "world/tree_probe.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace heddle::world {

using namespace std::chrono_literals;

bool tree_probe::fork() {
    // At 0.4, 0.8, 1.6 s and so on, for a quarter of the time since the search began.
    const auto now = clock::now();
    const auto spent = std::max<clock::duration>(now - began_, 400ms);
    next_ = now + spent;
    end_ = now + std::min<clock::duration>(spent / 4, 5s);
    // The process is a child's child, so that nobody has to wait for it. For _Fork see workers.cpp.
    const pid_t child = _Fork();
    if (child != 0) {
        if (child > 0) ::syscall(SYS_wait4, child, nullptr, 0, nullptr);
        return false;
    }
    if (_Fork() != 0) ::syscall(SYS_exit_group, 0);
    return true;
}

bool tree_probe::goes_on() const noexcept {
    return status_.phase == 1 && clock::now() < end_;
}

void tree_probe::add(double leaves) noexcept {
    status_.probed_leaves += leaves;
    status_.probed_squares += leaves * leaves;
    status_.probed_largest = std::max(status_.probed_largest, leaves);
    ++status_.probes;
}

} // namespace heddle::world
