// Deleted by a thread, then by main. "fixed": by the thread only.
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    auto* const value = new int{1};
    std::thread{[value] { delete value; }}.join();
    if (!fixed) {
        delete value; // BUG
    }
}
