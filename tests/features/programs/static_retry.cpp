// The initializer of a function's static throws the first time: whoever comes next tries again, and
// nobody after that. "once": claims that there is no second time.
//
// Eight executions: either thread is the first, and either makes the value. The other one then sees
// at its first look that it has been made, or not yet, and is told so when it asks for its turn.
#include <cassert>
#include <stdexcept>
#include <thread>

static int tries = 0;
static int made = 0;

static int make() {
    if (++tries == 1) throw std::runtime_error("not yet");
    return ++made;
}

static int shared() {
    static int const value = make();
    return value;
}

int main(int argc, char**) {
    bool const once = argc > 1;
    auto const use = [] {
        try {
            assert(shared() == 1);
        } catch (std::runtime_error const&) {
            assert(shared() == 1);
        }
    };
    std::thread a(use);
    std::thread b(use);
    a.join();
    b.join();
    assert(made == 1);
    assert(tries == (once ? 1 : 2)); // BUG
}
