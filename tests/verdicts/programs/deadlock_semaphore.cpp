// Three acquisitions, two permits. "fixed": a third is released.
#include <semaphore>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::counting_semaphore<3> permits{0};
    std::thread taker{[&] {
        for (int i = 0; i != 3; ++i) {
            permits.acquire(); // BUG
        }
    }};
    permits.release(fixed ? 3 : 2);
    taker.join(); // BUG
}
