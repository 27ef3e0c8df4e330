// A loop without any access to memory: only a watchdog can tell. "fixed": it ends.
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::thread spinner{[fixed] {
        for (long i = 0; !fixed || i != 100; ++i) { // BUG
            asm volatile("");                       // BUG
        }
    }};
    spinner.join(); // BUG
}
