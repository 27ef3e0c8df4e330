// An exception meets noexcept. "fixed": the function may throw, and its caller catches.
#include <stdexcept>
#include <thread>

static void raise() {
    throw std::logic_error{"through noexcept"}; // BUG
}

static void promise() noexcept {
    raise(); // BUG
}

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::thread worker{[fixed] {
        try {
            if (fixed) {
                raise();
            } else {
                promise();
            }
        } catch (std::logic_error const&) {
        }
    }};
    worker.join();
}
