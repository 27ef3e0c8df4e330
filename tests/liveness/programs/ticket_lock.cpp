// The ticket lock: tickets are drawn, and the lock serves them in order.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

class ticket_lock {
public:
    explicit ticket_lock(variant const& v)
        : yield_(v.has("yield")),
          load_store_(v.has("load_store")),
          step_(v.has("skips") ? 2 : 1),
          release_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release) {}

    void lock() {
        int ticket = 0;
        if (load_store_) {
            ticket = next_.load(std::memory_order_relaxed);
            next_.store(ticket + 1, std::memory_order_relaxed);
        } else {
            ticket = next_.fetch_add(1, std::memory_order_relaxed);
        }
        while (serving_.load(std::memory_order_acquire) != ticket) { // BUG(skips)
            if (yield_) {
                std::this_thread::yield();
            }
        }
    }

    void unlock() { serving_.store(serving_.load(std::memory_order_relaxed) + step_, release_); }

private:
    bool yield_;
    bool load_store_;
    int step_;
    std::memory_order release_;
    std::atomic<int> next_{0};
    std::atomic<int> serving_{0};
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    ticket_lock lock(v);
    int counter = 0;
    auto const add = [&](int) {
        lock.lock();
        ++counter; // BUG
        lock.unlock();
    };
    run_threads(v, threads, add);
    assert(counter == threads);
}
