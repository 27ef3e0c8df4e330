// Time passes by sleeping, on every clock alike, and costs none. "early": claims that a sleep can
// end before its time.
#include <cassert>
#include <chrono>
#include <thread>

int main(int argc, char**) {
    using namespace std::chrono;
    using namespace std::chrono_literals;
    bool const early = argc > 1;
    auto const steady = steady_clock::now();
    auto const system = system_clock::now();
    std::this_thread::sleep_for(24h);
    std::this_thread::sleep_until(steady + 48h);
    std::this_thread::sleep_until(system + 72h);
    assert(steady_clock::now() - steady >= 72h);
    assert(high_resolution_clock::now() - system >= 72h);
    std::this_thread::sleep_until(steady); // long gone
    assert(system_clock::now() - system < 73h);
    assert((system_clock::now() - system < 72h) == early); // BUG
}
