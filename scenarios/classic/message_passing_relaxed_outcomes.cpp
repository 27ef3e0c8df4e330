// Message passing (MP) by its outcomes, with relaxed orders only: the flag may be seen before the
// data. The corrected twin, message_passing_outcomes, has one outcome less.

#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario message_passing_relaxed_outcomes{
    .name = "classic/message_passing_relaxed_outcomes",
    .expect = heddle::verdict::correct,
    .story = "With relaxed orders, a reader may see the flag and yet not the data.",
    .body =
        [] {
            std::atomic<int> data{0};
            std::atomic<int> flag{0};
            int seen_flag = 0;
            int seen_data = 0;
            std::thread writer([&] {
                data.store(1, std::memory_order_relaxed);
                flag.store(1, std::memory_order_relaxed);
            });
            std::thread reader([&] {
                seen_flag = flag.load(std::memory_order_relaxed);
                seen_data = data.load(std::memory_order_relaxed);
            });
            writer.join();
            reader.join();
            heddle::outcome(seen_flag, seen_data);
        },
    .outcomes = {"0 0", "0 1", "1 0", "1 1"}};
