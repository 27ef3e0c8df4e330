#include "rendezvous.hpp"

#include <barrier>
#include <thread>

int meet_twice() {
    int opened = 0;
    std::barrier both(2, [&]() noexcept { ++opened; });
    auto const meet = [&] {
        both.arrive_and_wait();
        both.arrive_and_wait();
    };
    std::thread other(meet);
    meet();
    other.join();
    return opened;
}
