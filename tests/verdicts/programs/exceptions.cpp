// Two threads throw, switch while the exception is in flight, and catch their own.
#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

int main() {
    std::atomic<int> steps{0};
    auto const use = [&](std::string const& name) {
        struct switcher {
            std::atomic<int>& steps;
            ~switcher() {
                assert(std::uncaught_exceptions() == 1);
                steps.fetch_add(1);
            }
        };
        try {
            switcher const unwound{steps};
            throw std::runtime_error{name};
        } catch (std::runtime_error const& error) {
            steps.fetch_add(1);
            assert(error.what() == name);
            try {
                throw;
            } catch (std::exception const& again) {
                steps.load();
                assert(again.what() == name);
            }
        }
        assert(std::uncaught_exceptions() == 0);
    };
    std::thread first{[&] { use("first"); }};
    std::thread second{[&] { use("second"); }};
    first.join();
    second.join();
}
