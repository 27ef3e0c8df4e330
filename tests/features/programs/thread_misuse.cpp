// std::thread says what cannot be joined. "twice": a second join is not caught.
#include <cassert>
#include <future>
#include <system_error>
#include <thread>

int main(int argc, char**) {
    bool const twice = argc > 1;
    std::promise<void> start;
    std::thread worker;
    worker = std::thread([&] {
        start.get_future().wait();
        try {
            worker.join();
            assert(false);
        } catch (std::system_error const& error) {
            assert(error.code() == std::errc::resource_deadlock_would_occur);
        }
    });
    start.set_value();
    worker.join();
    try {
        worker.join();
    } catch (std::system_error const& error) {
        assert(error.code() == std::errc::invalid_argument);
        if (twice) throw; // BUG
    }
}
