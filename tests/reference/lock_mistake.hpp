// Mistakes that a checker of lock programs could make. The explorer makes any one of them on
// request, so that it can be seen that the comparison with Heddle would notice.
#pragma once

namespace heddle::tests {

enum class lock_mistake {
    none,
    read_unlock_orders_readers,
    read_unlock_orders_nothing,
    write_unlock_orders_nobody_but_writers,
    readers_exclude_each_other,
    readers_let_writers_in,
    post_orders_nothing,
    post_hides_earlier_posts,
    wait_orders_later_waits,
    failed_try_orders,
    try_waits,
    notify_one_wakes_all,
    notify_all_wakes_one,
    notify_one_wakes_the_first,
    notification_is_kept,
    notification_orders,
    wait_is_one_step,
    wait_does_not_lock_again,
    unlock_orders_nothing,
};

} // namespace heddle::tests
