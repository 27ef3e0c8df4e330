// main reads what a joined thread has deleted. "fixed": it reads first.
#include <thread>

static int volatile sink = 0;

int main(int argc, char**) {
    bool const fixed = argc > 1;
    auto* const value = new int{1};
    if (fixed) {
        sink = *value;
    }
    std::thread{[value] { delete value; }}.join();
    if (!fixed) {
        sink = *value; // BUG
    }
}
