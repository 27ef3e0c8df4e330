// std::atomic<std::shared_ptr> and std::atomic<std::weak_ptr>. Exchanges are right; a load is not:
// libstdc++ 12 unlocks with a relaxed operation after it, so that the pointer which it has read
// races with the next store's write.
//
//     -      two threads exchange the pointer: two orders
//     weak   … a weak one
//     load   one loads, the other one stores
#include <atomic>
#include <cassert>
#include <memory>
#include <string_view>
#include <thread>

template <class Pointer>
static std::atomic<Pointer> shared{Pointer()};

template <class Pointer>
static void exchange(std::shared_ptr<int> const& a, std::shared_ptr<int> const& b) {
    std::thread other([&] {
        Pointer const before = shared<Pointer>.exchange(a);
        assert(before.use_count() == 0 || *std::shared_ptr<int>(before) == 2);
    });
    Pointer const before = shared<Pointer>.exchange(b);
    assert(before.use_count() == 0 || *std::shared_ptr<int>(before) == 1);
    other.join();
}

int main(int argc, char** argv) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    auto const a = std::make_shared<int>(1);
    auto const b = std::make_shared<int>(2);
    if (mode == "load") {
        auto& pointer = shared<std::shared_ptr<int>>;
        std::thread other([&] {
            pointer.store(b); // BUG
        });
        assert(pointer.load() != a); // BUG
        other.join();
    } else if (mode == "weak") {
        exchange<std::weak_ptr<int>>(a, b);
    } else {
        exchange<std::shared_ptr<int>>(a, b);
    }
}
