// An exception leaves a thread's function. "fixed": caught there.
#include <stdexcept>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::thread worker{[fixed] {
        try {
            throw std::runtime_error{"out of a thread"}; // BUG
        } catch (std::runtime_error const&) {
            if (!fixed) {
                throw; // BUG
            }
        }
    }};
    worker.join();
}
