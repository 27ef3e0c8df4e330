// A bounded buffer. "if": the waits do not look again at what they wait for.
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

class buffer {
public:
    explicit buffer(bool careless) : careless_{careless} {}

    void put(int value) {
        std::unique_lock held{mutex_};
        while (items_.size() == 1) {
            changed_.wait(held);
        }
        items_.push_back(value);
        changed_.notify_all();
    }

    int take() {
        std::unique_lock held{mutex_};
        if (careless_) {
            if (items_.empty()) {
                changed_.wait(held);
            }
        } else {
            changed_.wait(held, [this] { return !items_.empty(); });
        }
        assert(!items_.empty()); // BUG
        int const value = items_.front();
        items_.pop_front();
        changed_.notify_all();
        return value;
    }

private:
    bool careless_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<int> items_;
};

int main(int argc, char**) {
    buffer items{argc > 1};
    std::array<int, 2> taken{};
    std::thread first{[&] { taken[0] = items.take(); }};
    std::thread second{[&] { taken[1] = items.take(); }};
    items.put(1);
    items.put(2);
    first.join();
    second.join();
    assert(taken[0] + taken[1] == 3);
}
