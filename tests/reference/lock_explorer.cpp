#include "lock_explorer.hpp"

#include <string>
#include <unordered_set>
#include <vector>

namespace heddle::tests {

namespace {

enum class phase : char { ready, waiting, relocking };

/// A thread's position. A wait is three steps: release and queue up, be notified, lock again.
struct cursor {
    std::size_t next = 0;
    phase where = phase::ready;
};

/// What has happened so far, as partial orders rather than as a schedule: two interleavings with
/// equal histories are one execution and go on alike.
struct state {
    std::array<cursor, 4> at{};
    std::array<int, 2> owner{-1, -1};
    std::array<std::string, 2> mutex_order{};
    std::array<std::string, 2> holder{}; ///< The latest successful lock operation.
    std::array<std::string, 2> modification_order{};
    std::array<std::string, 2> newest{"i", "i"};
    std::string condition_order{};
    std::array<std::string, 4> seen{}; ///< Per thread: sources of its loads and failed try_locks.

    [[nodiscard]] std::string key() const {
        std::string result;
        for (auto const& cursor : at) {
            result += std::to_string(cursor.next) +
                      static_cast<char>('a' + static_cast<char>(cursor.where));
        }
        for (auto const& part : mutex_order) {
            result += '/' + part;
        }
        for (auto const& part : modification_order) {
            result += '/' + part;
        }
        for (auto const& part : seen) {
            result += '/' + part;
        }
        return result + '/' + condition_order;
    }
};

class explorer {
public:
    explicit explorer(lock_program const& program) : program_{program} {}

    lock_behaviours run() {
        visit(state{});
        return result_;
    }

private:
    void visit(state const& now) {
        if (!visited_.insert(now.key()).second) {
            return;
        }
        bool moved = false;
        bool finished = true;
        for (std::size_t t = 0; t != program_.threads; ++t) {
            if (now.at[t].next == program_.thread[t].size) {
                continue;
            }
            finished = false;
            moved = advance(now, t) || moved;
        }
        if (finished) {
            ++result_.executions;
        }
        if (!finished && !moved) {
            result_.deadlock = true;
        }
    }

    void take(state& then, std::size_t mutex, std::size_t thread, std::string const& step) {
        then.owner[mutex] = static_cast<int>(thread);
        then.mutex_order[mutex] += step;
        then.holder[mutex] = step;
    }

    /// Every way in which thread `t` may take its next step; false when there is none.
    bool advance(state const& now, std::size_t t) {
        auto const& position = now.at[t];
        auto const& step = program_.thread[t].code[position.next];
        auto const name =
            static_cast<char>('A' + static_cast<char>(t)) + std::to_string(position.next) + ' ';
        auto const object = step.object;
        state then = now;
        ++then.at[t].next;
        switch (step.kind) {
        case lock_action::lock:
            if (now.owner[object] >= 0) {
                return false;
            }
            take(then, object, t, name);
            break;
        case lock_action::unlock:
            then.owner[object] = -1;
            then.mutex_order[object] += name;
            break;
        case lock_action::try_lock:
            if (now.owner[object] < 0) {
                take(then, object, t, name);
            } else {
                then.seen[t] += name + now.holder[object];
                then.at[t].next = step.otherwise;
            }
            break;
        case lock_action::load: then.seen[t] += name + now.newest[object]; break;
        case lock_action::store:
            then.modification_order[object] += name;
            then.newest[object] = name;
            break;
        case lock_action::wait: return wait(now, t, name);
        case lock_action::notify_one: return notify_one(now, t, name);
        case lock_action::notify_all:
            then.condition_order += name;
            for (auto& cursor : then.at) {
                if (cursor.where == phase::waiting) {
                    cursor.where = phase::relocking;
                }
            }
            break;
        }
        visit(then);
        return true;
    }

    bool wait(state const& now, std::size_t t, std::string const& name) {
        auto const mutex = program_.thread[t].code[now.at[t].next].object;
        state then = now;
        switch (now.at[t].where) {
        case phase::ready:
            then.at[t].where = phase::waiting;
            then.owner[mutex] = -1;
            then.mutex_order[mutex] += name;
            then.condition_order += name;
            break;
        case phase::waiting: return false;
        case phase::relocking:
            if (now.owner[mutex] >= 0) {
                return false;
            }
            take(then, mutex, t, name + "again ");
            then.at[t].where = phase::ready;
            ++then.at[t].next;
            break;
        }
        visit(then);
        return true;
    }

    bool notify_one(state const& now, std::size_t t, std::string const& name) {
        bool found = false;
        for (std::size_t waiter = 0; waiter != program_.threads; ++waiter) {
            if (now.at[waiter].where != phase::waiting) {
                continue;
            }
            found = true;
            state then = now;
            ++then.at[t].next;
            then.at[waiter].where = phase::relocking;
            then.condition_order += name + '>' + std::to_string(waiter) + ' ';
            visit(then);
        }
        if (!found) {
            state then = now;
            ++then.at[t].next;
            then.condition_order += name;
            visit(then);
        }
        return true;
    }

    lock_program const& program_;
    lock_behaviours result_;
    std::unordered_set<std::string> visited_;
};

} // namespace

lock_behaviours explore(lock_program const& program) {
    return explorer{program}.run();
}

} // namespace heddle::tests
