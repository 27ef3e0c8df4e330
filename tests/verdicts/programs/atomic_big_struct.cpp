// std::atomic of a struct that no instruction handles: the compiler calls libatomic. "old": claims
// that the new value is never seen; "new": that the old one never is.
#include <atomic>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

struct triple {
    long first = 0;
    long second = 0;
    long third = 0;
};

int main(int argc, char** argv) {
    char const* const claim = argc > 1 ? argv[1] : "";
    std::atomic<triple> shared{triple{}};
    std::thread writer{[&] { shared.store(triple{1, 1, 1}); }};
    triple const seen = shared.load();
    assert(seen.first == seen.second && seen.second == seen.third);
    if (std::strcmp(claim, "old") == 0) {
        assert(seen.first == 0); // BUG(old)
    }
    if (std::strcmp(claim, "new") == 0) {
        assert(seen.first == 1); // BUG(new)
    }
    writer.join();
}
