// A recursion without end overflows its thread's stack. "fixed": it ends.
#include <thread>

static int volatile sink = 0;

static int deeper(int depth, int limit) { // BUG
    char volatile frame[256];             // BUG
    frame[0] = static_cast<char>(depth);  // BUG
    if (depth == limit) {
        return frame[0];
    }
    return deeper(depth + 1, limit) + frame[0]; // BUG
}

int main(int argc, char**) {
    int const limit = argc > 1 ? 100 : -1;
    std::thread worker{[limit] { sink = deeper(0, limit); }};
    worker.join();
}
