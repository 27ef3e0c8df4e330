// async, promise and packaged_task carry values and exceptions.
#include <future>
#include <stdexcept>
#include <thread>

#undef NDEBUG
#include <cassert>

int main() {
    std::promise<int> promise;
    auto received = promise.get_future();
    auto task = std::async(std::launch::async, [&promise]() -> int {
        promise.set_value(1);
        throw std::runtime_error{"carried over"};
    });
    assert(received.get() == 1);
    bool caught = false;
    try {
        task.get();
    } catch (std::runtime_error const&) {
        caught = true;
    }
    assert(caught);
}
