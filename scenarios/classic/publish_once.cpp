// Two threads make an object each and publish it by compare-exchange. The loser frees its own.
//
// Flawed twin: publish_once_leak.

#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario publish_once{
    .name = "classic/publish_once",
    .expect = heddle::verdict::correct,
    .story = "The loser of a compare-exchange frees its object.",
    .body = [] {
        std::atomic<int*> published{nullptr};
        auto publish = [&] {
            int* const mine = new int(1);
            int* expected = nullptr;
            if (!published.compare_exchange_strong(expected, mine)) {
                delete mine;
            }
        };
        std::thread first(publish);
        std::thread second(publish);
        first.join();
        second.join();
        delete published.load();
    }};
