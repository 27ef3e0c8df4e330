// Message passing (MP) by its outcomes: with release and acquire, whoever sees the flag sees the
// data. All that may come out is stated; relaxed orders would add `1 0`
// (message_passing_relaxed_outcomes).

#include <heddle/heddle.hpp>
#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario message_passing_outcomes{
    .name = "classic/message_passing_outcomes",
    .expect = heddle::verdict::correct,
    .story = "A reader that sees the flag (release, acquire) also sees the data.",
    .body =
        [] {
            std::atomic<int> data{0};
            std::atomic<int> flag{0};
            int seen_flag = 0;
            int seen_data = 0;
            std::thread writer([&] {
                data.store(1, std::memory_order_relaxed);
                flag.store(1, std::memory_order_release);
            });
            std::thread reader([&] {
                seen_flag = flag.load(std::memory_order_acquire);
                seen_data = data.load(std::memory_order_relaxed);
            });
            writer.join();
            reader.join();
            heddle::outcome(seen_flag, seen_data);
        },
    .outcomes = {"0 0", "0 1", "1 1"}};
