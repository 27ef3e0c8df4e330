// The article makes an RLock and never uses it. What it is for: a function that locks calls another
// one that locks the same. An account that is deposited to directly, and by a transfer that already
// holds its lock.
//
// Flawed twins: recursive_lock_missing, recursive_lock_foreign_release.

#include "primitives/sync/recursive_mutex.hpp"

#include <heddle/scenario.hpp>

#include <cassert>
#include <mutex>
#include <thread>

namespace {

class account {
public:
    void deposit(int amount) {
        const std::lock_guard held(mutex_);
        balance_ += amount;
    }

    void deposit_twice(int amount) {
        const std::lock_guard held(mutex_);
        deposit(amount);
        deposit(amount);
    }

    int balance() {
        const std::lock_guard held(mutex_);
        return balance_;
    }

private:
    heddle::sync::recursive_mutex mutex_;
    int balance_ = 0;
};

} // namespace

static const heddle::scenario recursive_lock_scenario{
    .name = "article/recursive_lock",
    .expect = heddle::verdict::correct,
    .story = "A function that holds a recursive lock calls others that lock it again.",
    .body = [] {
        account shared;
        std::thread first([&] { shared.deposit_twice(1); });
        std::thread second([&] { shared.deposit(10); });
        first.join();
        second.join();
        assert(shared.balance() == 12);
    }};
