// Two rounds through a std::barrier: between them, each sees what the other wrote.
#include <array>
#include <barrier>
#include <thread>

#undef NDEBUG
#include <cassert>

int main() {
    std::barrier<> meet{2};
    std::array<int, 2> written{};
    auto const work = [&](std::size_t me) {
        written[me] = 1;
        meet.arrive_and_wait();
        assert(written[1 - me] == 1);
        meet.arrive_and_wait();
        written[me] = 2;
    };
    std::thread first{[&] { work(0); }};
    std::thread second{[&] { work(1); }};
    first.join();
    second.join();
}
