// A thread ends the program while another is still there: whatever that can do it may have done
// before.
//
//     assertion   the other one's assertion fails ("fixed": it does not)
//     race        both write a variable
//     handlers    two threads register handlers, whose order an assertion depends on ("fixed": not)
//     late        a thread registers a handler while the program ends
//     reading     two handlers look at the same variable
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

// Not one that nobody else can read, whose writes may be left out.
int plain = 0;

namespace {

std::atomic<int> x{0};
bool fixed = false;
int called = 0;

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

void first() {
    assert(fixed || ++called == 1); // BUG(handlers)
}

void second() {
    ++called;
}

void come_late() {
    assert(fixed); // BUG(late)
}

void look() {
    (void)x.load();
}

} // namespace

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    fixed = argc > 2;
    if (is(mode, "assertion")) {
        std::thread([] {
            x.store(1);
            assert(fixed || x.load() == 0); // BUG(assertion)
        }).detach();
        std::exit(0);
    }
    if (is(mode, "race")) {
        std::thread([] {
            plain = 1; // BUG(race)
        }).detach();
        if (!fixed) plain = 2; // BUG(race)
        std::_Exit(0);
    }
    if (is(mode, "handlers")) {
        std::thread a([] { std::atexit(first); });
        std::thread b([] { std::atexit(second); });
        a.join();
        b.join();
    }
    if (is(mode, "late")) {
        std::thread([] { std::atexit(come_late); }).detach();
    }
    if (is(mode, "reading")) {
        std::atexit(look);
        std::atexit(look);
    }
}
