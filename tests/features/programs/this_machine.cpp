// What a program asks about the machine is the same in every execution.
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <thread>

int main() {
    std::atomic<unsigned> x(0);
    auto const store = [&] { x.store(std::thread::hardware_concurrency()); };
    std::thread a(store);
    std::thread b(store);
    a.join();
    b.join();
    assert(x.load() > 0 && x.load() == std::thread::hardware_concurrency());
    assert(sysconf(_SC_NPROCESSORS_CONF) > 0 && sysconf(_SC_PAGESIZE) > 0);
}
