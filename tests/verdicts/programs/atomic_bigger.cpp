// Atomics of more than sixteen bytes, which libatomic copies: "plain", beside a plain write;
// "freed", after the object is gone; "relaxed", which its locks order more than they need be
// ordered.
#include <atomic>
#include <cstring>
#include <memory>
#include <thread>

namespace {

struct large {
    long values[4] = {};
};

} // namespace

int main(int argc, char** argv) {
    auto const is = [&](char const* mode) { return argc > 1 && std::strcmp(argv[1], mode) == 0; };
    auto const order = is("relaxed") ? std::memory_order_relaxed : std::memory_order_seq_cst;
    auto object = std::make_unique<large>();
    std::thread other{[&, shared = object.get()] {
        std::atomic_ref<large>{*shared}.store(large{}, order); // BUG
    }};
    if (is("plain")) {
        object->values[1] = 1; // BUG
    } else if (is("freed")) {
        object.reset(); // BUG
    } else {
        std::atomic_ref<large>{*object}.store(large{}, order);
    }
    other.join();
}
