#include "world/own_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace heddle::world {
namespace {

constexpr int high = 100;

std::vector<int> all;

} // namespace

int make_own(int descriptor) {
    if (descriptor < 0) return descriptor;
    const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, high);
    if (moved >= 0) ::close(descriptor);
    const int own = moved >= 0 ? moved : descriptor; // a limit may allow no high ones
    note_own(own);
    return own;
}

void close_own(int descriptor) {
    if (!is_own(descriptor)) return;
    std::erase(all, descriptor);
    ::close(descriptor);
}

void note_own(int descriptor) {
    if (descriptor >= 0 && !is_own(descriptor)) all.push_back(descriptor);
}

bool is_own(int descriptor) noexcept {
    return std::find(all.begin(), all.end(), descriptor) != all.end();
}

} // namespace heddle::world
