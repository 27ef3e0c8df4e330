// Copies of a shared_ptr in two threads: the last one deletes, once; a weak_ptr sees the object or
// nothing.
#include <atomic>
#include <memory>
#include <thread>

#undef NDEBUG
#include <cassert>

static std::atomic<int> deleted{0};

struct tracked {
    int value = 3;
    tracked() = default;

    ~tracked() { deleted.fetch_add(1); }

    tracked(tracked const&) = delete;
    tracked& operator=(tracked const&) = delete;
};

int main() {
    auto shared = std::make_shared<tracked>();
    std::weak_ptr<tracked> const weak = shared;
    std::thread owner{[copy = shared]() mutable {
        assert(copy->value == 3);
        copy.reset();
    }};
    std::thread observer{[weak] {
        if (auto const locked = weak.lock()) {
            assert(locked->value == 3);
        }
    }};
    shared.reset();
    owner.join();
    observer.join();
    assert(weak.expired() && deleted.load() == 1);
}
