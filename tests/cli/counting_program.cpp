// Two threads count to four: six executions.
#include <atomic>
#include <thread>

int main() {
    std::atomic<int> counter{0};
    auto const add = [&] {
        counter.fetch_add(1);
        counter.fetch_add(1);
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
}
