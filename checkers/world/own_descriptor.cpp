#include "world/own_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace heddle::world {
namespace {

constexpr int high = 100;

std::vector<int> all; // in ascending order

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
    if (descriptor < 0 || is_own(descriptor)) return;
    all.insert(std::upper_bound(all.begin(), all.end(), descriptor), descriptor);
}

bool is_own(int descriptor) noexcept {
    return std::binary_search(all.begin(), all.end(), descriptor);
}

std::span<const int> own_descriptors() noexcept {
    return all;
}

} // namespace heddle::world
