// main ends its thread by pthread_exit; the others run on.
//
//     alone           there are none
//     locals          main's own locals are destroyed before
//     locals fixed    … and the detached thread does not use them then
//     late            what a detached thread finds wrong after that
//     late fixed
//     thread_local    main's own and another thread's are destroyed after the locals
//     joined          another thread waits for main's
//     stuck           another thread waits for what main should have done
//     stuck fixed
//     handlers        a static has a destructor
#include <pthread.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

std::atomic<bool> main_is_done{false};
std::atomic<int> started{0};

struct says_done {
    ~says_done() { main_is_done.store(true); }
};

[[noreturn]] void leave() {
    pthread_exit(&started);
}

void locals(bool fixed) {
    auto const kept = std::make_unique<int>(1); // BUG(locals)
    std::thread{[fixed, p = kept.get()] {
        if (!fixed) {
            ++*p; // BUG(locals)
        }
    }}.detach();
    leave(); // BUG(locals)
} // BUG(locals)

void late(bool fixed) {
    says_done const last;
    std::thread{[fixed] {
        bool const after = main_is_done.load();
        assert(fixed || !after); // BUG(late)
        (void)after;
    }}.detach();
    leave();
}

void joined() {
    says_done const last;
    std::thread{[main_thread = pthread_self()] {
        void* result = nullptr;
        assert(pthread_join(main_thread, &result) == 0);
        assert(result == &started && main_is_done.load(std::memory_order_relaxed));
    }}.detach();
    leave();
}

struct checks_last {
    bool locals_are_gone = false;

    ~checks_last() {
        assert(locals_are_gone);
        started.fetch_add(1);
    }
};

void leave_a_local() {
    thread_local checks_last own;

    struct says_gone {
        ~says_gone() { own.locals_are_gone = true; }
    } const local;

    leave();
}

void thread_locals() {
    std::thread{leave_a_local}.detach();
    leave_a_local();
}

void stuck(bool fixed) {
    std::thread{[] {
        main_is_done.wait(false); // BUG(stuck)
    }}.detach();
    if (fixed) {
        main_is_done.store(true);
        main_is_done.notify_all();
    }
    leave();
}

void handlers() {
    static std::string const has_destructor(100, 'x');
    std::thread{[] { ++started; }}.detach();
    leave();
}

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1);
    bool const fixed = argc > 2;
    char const* const mode = argv[1];
    if (is(mode, "alone")) {
        leave();
    } else if (is(mode, "locals")) {
        locals(fixed);
    } else if (is(mode, "late")) {
        late(fixed);
    } else if (is(mode, "thread_local")) {
        thread_locals();
    } else if (is(mode, "joined")) {
        joined();
    } else if (is(mode, "stuck")) {
        stuck(fixed);
    } else if (is(mode, "handlers")) {
        handlers();
    }
}
