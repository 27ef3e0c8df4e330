// pthread_exit unwinds its thread's stack: destructors of locals, and handlers.
//
//     guard          a mutex locked by hand stays locked
//     guard fixed    … its std::lock_guard unlocks it
//     order          who comes when, and in which of the executions of two threads
//     rethrown       handlers for every exception rethrow
//     swallowed      … and one does not
//     swallowed fixed
//     noexcept       out of a function that nothing may leave
//     noexcept fixed … that may be left
//     race           a destructor on the way writes what another thread reads
//     race fixed     … once that thread has been joined
//     once           out of std::call_once: the next one calls again
//     in_handler     from within a handler for another exception
//     thrown         a destructor on the way throws and catches
#include <cxxabi.h>
#include <pthread.h>

#include <atomic>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

bool fixed = false;
std::mutex mutex;
int guarded = 0;
std::atomic<int> steps{0};

[[noreturn]] void leave() {
    pthread_exit(nullptr); // BUG(noexcept)
}

template <class Function>
void run_two(Function function) {
    std::thread first{function};
    std::thread second{function};
    first.join();
    second.join();
}

void guard() {
    if (fixed) {
        std::lock_guard const lock{mutex};
        ++guarded;
        leave();
    }
    mutex.lock(); // BUG(guard)
    ++guarded;
    leave();
}

struct comes {
    std::string& log;
    char what;

    ~comes() {
        steps.fetch_add(1);
        log += what;
    }
};

struct checks_order {
    std::string log;

    ~checks_order() {
        steps.fetch_add(1);
        assert(log == "cba");
    }
};

void order() {
    checks_order own;
    comes const a{own.log, 'a'};
    [[maybe_unused]] auto const on_the_heap = std::make_unique<std::string>(100, 'x');
    comes const b{own.log, 'b'};
    [&own] {
        comes const c{own.log, 'c'};
        leave();
    }();
}

void rethrown() {
    int handlers = 0;

    struct at_the_end {
        int& handlers;

        ~at_the_end() { assert(handlers == 2); }
    } const check{handlers};

    try {
        try {
            leave();
        } catch (abi::__forced_unwind const&) {
            steps.fetch_add(1);
            ++handlers;
            throw;
        }
    } catch (std::exception const&) {
        assert(false);
    } catch (...) {
        assert(std::current_exception() == nullptr);
        steps.fetch_add(1);
        ++handlers;
        throw;
    }
}

void swallowed() {
    try {
        leave();
    } catch (...) {
        steps.fetch_add(1);
        if (fixed) {
            throw;
        }
    } // BUG(swallowed)
}

void may_not_be_left() noexcept {
    leave(); // BUG(noexcept)
}

void race() {
    static int shared = 0;

    struct writes {
        std::thread reader;

        ~writes() {
            if (fixed) {
                reader.join();
            }
            ++shared; // BUG(race)
            if (!fixed) {
                reader.join();
            }
        }
    } const on_the_way{std::thread{[] {
        [[maybe_unused]] int const seen = *const_cast<int volatile*>(&shared); // BUG(race)
    }}};

    leave();
}

void once() {
    static std::once_flag flag;
    static int calls = 0;
    std::call_once(flag, [] {
        if (++calls == 1) {
            leave();
        }
    });
    assert(calls == 2);
}

void in_handler() {
    struct checks {
        ~checks() { assert(std::current_exception() == nullptr); }
    } const last;

    try {
        throw steps.fetch_add(1);
    } catch (int) {
        steps.fetch_add(1);
        std::once_flag flag;
        std::call_once(flag, leave);
    }
}

void thrown() {
    struct throws {
        ~throws() {
            try {
                throw steps.fetch_add(1);
            } catch (int seen) {
                steps.fetch_add(1);
                assert(seen < 4);
            }
        }
    } const on_the_way;

    leave();
}

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1);
    fixed = argc > 2;
    char const* const mode = argv[1];
    if (is(mode, "guard")) {
        run_two(guard);
        assert(guarded == 2);
    } else if (is(mode, "order")) {
        run_two(order);
        assert(steps.load() == 8);
    } else if (is(mode, "rethrown")) {
        run_two(rethrown);
    } else if (is(mode, "swallowed")) {
        run_two(swallowed);
    } else if (is(mode, "noexcept")) {
        std::thread{fixed ? leave : may_not_be_left}.join();
    } else if (is(mode, "race")) {
        std::thread{race}.join();
    } else if (is(mode, "once")) {
        run_two(once);
    } else if (is(mode, "in_handler")) {
        run_two(in_handler);
    } else if (is(mode, "thrown")) {
        run_two(thrown);
    }
}
