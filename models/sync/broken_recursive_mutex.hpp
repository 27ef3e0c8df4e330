#pragma once

/// Recursive mutexes, each with one flaw.

#include "primitives/sync/mutex.hpp"

#include <cstdint>

namespace heddle::models {

/// What they have in common: right, as far as it goes.
template <class Sync>
class recursive_mutex_parts {
public:
    [[nodiscard]] bool is_held_by_this_thread() const {
        return owner.load(std::memory_order_relaxed) == Sync::this_thread();
    }

    void lock() {
        if (is_held_by_this_thread()) {
            depth = depth + 1;
            return;
        }
        mutex.lock();
        owner.store(Sync::this_thread(), std::memory_order_relaxed);
        depth = 1;
    }

protected:
    sync::basic_mutex<Sync> mutex;
    typename Sync::template atomic<std::uintptr_t> owner{0};
    typename Sync::template var<std::uint32_t> depth{0};
};

/// The owner's name is taken away when the next one may have written its own.
template <class Sync>
struct disowning_recursive_mutex : recursive_mutex_parts<Sync> {
    void unlock() {
        this->depth = this->depth - 1;
        if (this->depth != 0) return;
        this->mutex.unlock();
        this->owner.store(0, std::memory_order_relaxed); // FLAW: one line too late
    }
};

/// The first unlock ends it, not the last.
template <class Sync>
struct shallow_recursive_mutex : recursive_mutex_parts<Sync> {
    void unlock() {
        this->depth = this->depth - 1;
        if (!this->is_held_by_this_thread()) return;
        this->owner.store(0, std::memory_order_relaxed);
        this->mutex.unlock(); // FLAW: whatever the depth
    }
};

/// Asks the depth whether it is held, and takes it for its own.
template <class Sync>
struct ownerless_recursive_mutex : recursive_mutex_parts<Sync> {
    void lock() {
        if (this->depth > 0) // FLAW: anybody's, and anybody may be writing it
            this->depth = this->depth + 1;
        else
            recursive_mutex_parts<Sync>::lock();
    }

    void unlock() {
        this->depth = this->depth - 1;
        if (this->depth != 0) return;
        this->owner.store(0, std::memory_order_relaxed);
        this->mutex.unlock();
    }
};

} // namespace heddle::models
