#include "lock_object.hpp"

namespace heddle::tests {

bool may_take(lock_object const& object, object_kind kind, bool shared, lock_mistake mistake) {
    switch (kind) {
    case object_kind::mutex: return object.owner < 0;
    case object_kind::rwlock:
        if (shared ? mistake == lock_mistake::readers_exclude_each_other
                   : mistake != lock_mistake::readers_let_writers_in) {
            return object.owner < 0 && object.readers == 0;
        }
        return object.owner < 0;
    default: return object.count > 0;
    }
}

void take(lock_object& object, object_kind kind, bool shared, std::size_t thread,
          vector_clock& known, lock_mistake mistake) {
    object.newest = static_cast<int>(thread);
    // An unlock synchronizes with every later lock, one by a reader only with those by writers.
    known.learn(object.left);
    if (!shared || mistake == lock_mistake::read_unlock_orders_readers) {
        known.learn(object.left_by_readers);
    }
    switch (kind) {
    case object_kind::mutex: object.owner = static_cast<int>(thread); break;
    case object_kind::rwlock:
        if (shared) {
            object.readers |= 1U << thread;
        } else {
            object.owner = static_cast<int>(thread);
        }
        break;
    default:
        --object.count;
        if (mistake == lock_mistake::wait_orders_later_waits) {
            object.left.learn(known);
        }
        break;
    }
}

void give(lock_object& object, object_kind kind, std::size_t thread, vector_clock const& known,
          lock_mistake mistake) {
    object.newest = static_cast<int>(thread);
    switch (kind) {
    case object_kind::mutex:
        object.owner = -1;
        if (mistake != lock_mistake::unlock_orders_nothing) {
            object.left.learn(known);
        }
        break;
    case object_kind::rwlock:
        if ((object.readers & 1U << thread) != 0) {
            object.readers &= ~(1U << thread);
            if (mistake != lock_mistake::read_unlock_orders_nothing) {
                object.left_by_readers.learn(known);
            }
        } else {
            object.owner = -1;
            (mistake == lock_mistake::write_unlock_orders_nobody_but_writers
                 ? object.left_by_readers
                 : object.left)
                .learn(known);
        }
        break;
    default:
        // Every post so far, not only the last, has raised the count that lets a wait through.
        ++object.count;
        if (mistake == lock_mistake::post_hides_earlier_posts) {
            object.left = {};
        }
        if (mistake != lock_mistake::post_orders_nothing) {
            object.left.learn(known);
        }
        break;
    }
}

} // namespace heddle::tests
