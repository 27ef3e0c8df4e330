#include "lock_explorer.hpp"

#include "lock_state.hpp"

#include <string>
#include <unordered_set>
#include <utility>

namespace heddle::tests {

namespace {

/// One operation, in one letter; `part` tells those of one step apart.
char name_of(std::size_t thread, std::size_t step, std::size_t part = 0) {
    return static_cast<char>(1 + (part * lock_threads + thread) * lock_steps + step);
}

class explorer {
public:
    explorer(lock_program const& program, lock_mistake mistake)
        : program_{program}, mistake_{mistake} {}

    lock_behaviours run() {
        visit(lock_state{});
        return std::move(result_);
    }

private:
    void visit(lock_state const& now) {
        if (!visited_.insert(now.key()).second) {
            return;
        }
        bool moved = false;
        bool finished = true;
        for (std::size_t t = 0; t != program_.threads; ++t) {
            if (now.at[t].next != program_.thread[t].size) {
                finished = false;
                moved = advance(now, t) || moved;
            }
        }
        if (moved) {
            return;
        }
        ++result_.executions;
        if (finished) {
            result_.outcomes.insert(outcome_of(now));
        } else {
            result_.deadlock = true;
        }
    }

    [[nodiscard]] std::string outcome_of(lock_state const& now) const {
        auto outcome = now.outcome;
        for (std::size_t i = 0; i != outcome.atomic.size(); ++i) {
            outcome.atomic[i] = now.atomic[i];
            outcome.plain[i] = now.plain[i].value;
        }
        return to_text(outcome, program_.threads);
    }

    /// Every way in which thread `t` may take its next step; false when there is none.
    bool advance(lock_state const& now, std::size_t t) {
        auto const i = now.at[t].next;
        auto const& step = program_.thread[t].code[i];
        lock_state then = now;
        then.known[t].advance(t);
        if (step.action == lock_action::wait) {
            return wait(std::move(then), t, step);
        }
        ++then.at[t].next;
        switch (step.action) {
        case lock_action::take:
        case lock_action::share:
            if (!take(then, t, step, name_of(t, i))) {
                return false;
            }
            break;
        case lock_action::try_take:
        case lock_action::try_share:
            if (take(then, t, step, name_of(t, i))) {
                then.see(t, '+');
            } else if (mistake_ == lock_mistake::try_waits) {
                return false;
            } else {
                fail(then, t, step);
            }
            break;
        case lock_action::give: give(then, t, step, name_of(t, i)); break;
        case lock_action::load:
        case lock_action::store:
            if (step.kind == object_kind::atomic) {
                access_atomic(then, t, step, name_of(t, i));
            } else if (!access_plain(then, t, step, i)) {
                return true; // what follows a race is undefined
            }
            break;
        case lock_action::notify_one:
        case lock_action::notify_all: return notify(then, t, step, name_of(t, i));
        default: break;
        }
        visit(then);
        return true;
    }

    bool take(lock_state& then, std::size_t t, lock_step const& step, char name) {
        bool const shared =
            step.action == lock_action::share || step.action == lock_action::try_share;
        if (!may_take(then.lock(step), step.kind, shared, mistake_)) {
            return false;
        }
        tests::take(then.lock(step), step.kind, shared, t, then.known[t], mistake_);
        then.order_of(step) += name;
        return true;
    }

    void give(lock_state& then, std::size_t t, lock_step const& step, char name) {
        tests::give(then.lock(step), step.kind, t, then.known[t], mistake_);
        then.order_of(step) += name;
    }

    /// A try that fails sees who is in its way, and is ordered after nobody.
    void fail(lock_state& then, std::size_t t, lock_step const& step) {
        then.note_source(t, step);
        then.see(t, '-');
        then.at[t].next = step.otherwise;
        if (int const other = then.lock(step).newest;
            mistake_ == lock_mistake::failed_try_orders && other >= 0) {
            then.known[t].learn(then.known[static_cast<std::size_t>(other)]);
        }
    }

    void access_atomic(lock_state& then, std::size_t t, lock_step const& step, char name) {
        auto& variable = then.atomic[step.object];
        if (step.action == lock_action::load) {
            then.note_source(t, step);
            then.see(t, digit(variable));
        } else {
            variable = step.value;
            then.order_of(step) += name;
        }
    }

    /// False if the access races with an earlier one.
    bool access_plain(lock_state& then, std::size_t t, lock_step const& step, std::size_t i) {
        auto& variable = then.plain[step.object];
        bool const write = step.action == lock_action::store;
        bool ordered = true;
        for (auto const& past : variable.accesses) {
            if (past.thread != t && (write || past.write) &&
                then.known[t][past.thread] < past.moment) {
                plain_access const one{t, i};
                plain_access const other{past.thread, past.step};
                result_.races.emplace(std::min(one, other), std::max(one, other));
                ordered = false;
            }
        }
        variable.accesses.push_back({t, i, then.known[t][t], write});
        if (write) {
            variable.value = step.value;
        } else {
            then.see(t, digit(variable.value));
        }
        return ordered;
    }

    bool wait(lock_state then, std::size_t t, lock_step const& step) {
        auto& at = then.at[t];
        switch (at.phase) {
        case wait_phase::none:
            then.condition_order += name_of(t, at.next);
            at.phase = wait_phase::unlocking;
            at.queued = then.kept_notifications == 0;
            then.kept_notifications -= at.queued ? 0 : 1;
            if (mistake_ != lock_mistake::wait_is_one_step) {
                break;
            }
            [[fallthrough]];
        case wait_phase::unlocking:
            give(then, t, step, name_of(t, at.next, 1));
            at.phase = wait_phase::sleeping;
            break;
        case wait_phase::sleeping:
            if (at.queued || (mistake_ != lock_mistake::wait_does_not_lock_again &&
                              !take(then, t, step, name_of(t, at.next, 2)))) {
                return false;
            }
            at.phase = wait_phase::none;
            ++at.next;
            break;
        }
        visit(then);
        return true;
    }

    bool notify(lock_state const& before, std::size_t t, lock_step const& step, char name) {
        bool all = step.action == lock_action::notify_all;
        if (mistake_ == lock_mistake::notify_all_wakes_one) {
            all = false;
        } else if (mistake_ == lock_mistake::notify_one_wakes_all) {
            all = true;
        }
        lock_state then = before;
        then.condition_order += name;
        bool chosen = false;
        for (std::size_t waiter = 0; waiter != program_.threads; ++waiter) {
            if (!before.at[waiter].queued) {
                continue;
            }
            if (!all) {
                then = before;
                then.condition_order += name;
                then.condition_order += static_cast<char>(waiter);
            }
            then.at[waiter].queued = false;
            if (mistake_ == lock_mistake::notification_orders) {
                then.known[waiter].learn(then.known[t]);
            }
            if (!all) {
                visit(then);
                chosen = true;
                if (mistake_ == lock_mistake::notify_one_wakes_the_first) {
                    break;
                }
            }
        }
        if (!chosen) {
            if (mistake_ == lock_mistake::notification_is_kept && !all) {
                ++then.kept_notifications;
            }
            visit(then);
        }
        return true;
    }

    lock_program const& program_;
    lock_mistake mistake_;
    lock_behaviours result_;
    std::unordered_set<std::string> visited_;
};

} // namespace

lock_behaviours explore(lock_program const& program, lock_mistake mistake) {
    return explorer{program, mistake}.run();
}

} // namespace heddle::tests
