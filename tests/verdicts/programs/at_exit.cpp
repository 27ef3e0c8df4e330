// What main leaves for the program's end: destructors of statics, atexit, on_exit, at_quick_exit.
//
//     race        a static's destructor and a detached thread use the same variable
//     race fixed  … which has been joined
//     order       who comes when, after main has returned
//     exit        … after exit, called by another thread
//     quick_exit  what is registered for that, and nothing else
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

namespace {

int shared = 0;
bool uses_shared = false;
int expected_status = 0;
int called = 0;

void comes(int rank) {
    assert(called == rank - 1);
    called = rank;
}

struct last_one {
    ~last_one() {
        if (uses_shared) {
            ++shared; // BUG
        }
        if (called != 0) {
            comes(6);
        }
    }
};

last_one const last;
std::vector<int> const made_before_main{1, 2, 3};

struct local_static {
    ~local_static() { comes(5); }
};

struct made_late {
    ~made_late() { comes(4); }
};

void handler() {
    comes(3);
    static made_late const late;
}

void with_status(int status, void* argument) {
    comes(2);
    assert(status == expected_status && argument == &shared);
}

struct of_thread {
    ~of_thread() {
        if (expected_status != 0) {
            comes(1);
        }
    }
};

void register_all(int status) {
    expected_status = status;
    static local_static const first;
    thread_local of_thread const own;
    (void)own;
    assert(std::atexit(handler) == 0);
    assert(on_exit(with_status, &shared) == 0);
}

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1 && made_before_main.size() == 3);
    if (is(argv[1], "race")) {
        uses_shared = true;
        std::thread other([] {
            ++shared; // BUG
        });
        argc > 2 ? other.join() : other.detach();
    } else if (is(argv[1], "order")) {
        register_all(7);
        return 7;
    } else if (is(argv[1], "exit")) {
        std::thread([] {
            register_all(3);
            std::exit(3);
        }).join();
    } else if (is(argv[1], "quick_exit")) {
        std::atexit([] { comes(99); });
        std::at_quick_exit([] { comes(2); });
        std::at_quick_exit([] { comes(1); });
        std::quick_exit(0);
    }
}
