// A detached thread that is still there when main returns runs on to its end. "late": it then
// fails.
#include <atomic>
#include <thread>

#undef NDEBUG
#include <cassert>

static std::atomic<int> main_is_done{0};

int main(int argc, char**) {
    bool const late = argc > 1;
    std::thread{[late] {
        bool const after_main = main_is_done.load() == 1;
        assert(!late || !after_main); // BUG
        (void)after_main;
    }}.detach();
    main_is_done.store(1);
}
