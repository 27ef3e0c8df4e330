// main reads what a joined thread has deleted. "fixed": it reads first.
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    auto* const value = new int{1};
    int copy = fixed ? *value : 0;
    std::thread{[value] { delete value; }}.join();
    if (!fixed) {
        copy = *value; // BUG
    }
    (void)copy;
}
