#include <atomic>
#include <mutex>

namespace {

std::atomic<int> calls{0};
std::mutex mutex;
int plain_calls = 0;

} // namespace

extern "C" int count_with_atomic() {
    return ++calls;
}

extern "C" int count_with_lock() {
    std::lock_guard const lock(mutex);
    return ++plain_calls;
}
