// A thread forgets its block. "fixed": a global still points at it.
#include <thread>

static int* volatile kept; // volatile: else GCC leaves out a variable that nothing reads

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::thread worker{[fixed] {
        int* volatile block = new int{1}; // BUG
        if (fixed) {
            kept = block;
        }
        block = nullptr;
    }};
    worker.join();
}
