// An exception that a thread catches, and another one throws again. "early": it looks before the
// thread has been joined.
#include <cassert>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <thread>

static std::exception_ptr failure;

int main(int argc, char**) {
    bool const early = argc > 1;
    std::thread worker([&] {
        try {
            throw std::runtime_error("thrown in a thread");
        } catch (...) {
            failure = std::current_exception(); // BUG
        }
    });
    if (early) {
        std::exception_ptr const copy = failure; // BUG
    }
    worker.join();
    try {
        std::rethrow_exception(failure);
    } catch (std::runtime_error const& error) {
        assert(std::string_view(error.what()) == "thrown in a thread");
    }
}
