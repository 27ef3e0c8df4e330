// The count of a shared_ptr is atomic, the pointer itself is not. "fixed": each thread has its own
// copy.
#include <memory>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    auto shared = std::make_shared<int>(1);
    auto const reset = [fixed, &shared, copy = shared]() mutable {
        if (fixed) {
            copy.reset();
        } else {
            shared.reset(); // BUG
        }
    };
    std::thread first{reset};
    std::thread second{reset};
    first.join();
    second.join();
}
