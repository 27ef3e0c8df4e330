// A loop that random numbers end: its iterations differ although its thread's memory does not.
// "alone": nothing ends it but an atomic that nobody sets.
#include <atomic>
#include <cstdlib>
#include <thread>

int main(int argc, char**) {
    bool const alone = argc > 1;
    std::atomic<int> x{0};
    std::thread reader{[&] {
        while (x.load() == 0) { // BUG
            if (!alone && std::rand() % 4 == 0) {
                break;
            }
        }
    }};
    reader.join();
}
