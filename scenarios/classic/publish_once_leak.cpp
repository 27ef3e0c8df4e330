// Two threads make an object each and publish it by compare-exchange. One wins; the loser forgets
// that it still owns what it made. Nobody crashes and nothing races: a block is lost each time two
// threads meet.
//
// Corrected twin: publish_once.

#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario publish_once_leak{
    .name = "classic/publish_once_leak",
    .expect = heddle::verdict::memory_leak,
    .story = "The loser of a compare-exchange forgets to free its object.",
    .body = [] {
        std::atomic<int*> published{nullptr};
        auto publish = [&] {
            int* const mine = new int(1);
            int* expected = nullptr;
            published.compare_exchange_strong(expected, mine);
        };
        std::thread first(publish);
        std::thread second(publish);
        first.join();
        second.join();
        delete published.load();
    }};
