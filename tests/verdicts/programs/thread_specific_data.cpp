// What is called for a thread's values and thread_locals when the thread, or the program, ends.
//
//     exit          not the destructors of the values of the thread that calls exit
//     return        … nor those of main's when main returns; what such a value points to is no leak
//     thread        a thread's end calls them, after the destructors of its thread_locals
//     thread wrong  … as the destructor that aborts shows
//     leave         pthread_exit in main calls them, too
//     leave wrong
//     leak          a value without a destructor is lost with its thread
//     leak fixed    … unless somebody else has it
#include <pthread.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

bool wrong = false;
bool fixed = false;
std::atomic<int> steps{0};
std::string const* volatile elsewhere = nullptr; // kept although nobody reads it

thread_local bool locals_are_gone = false;
thread_local bool values_are_gone = false;

struct comes_first {
    ~comes_first() {
        assert(!values_are_gone);
        locals_are_gone = true;
        steps.fetch_add(1);
    }
};

thread_local comes_first const own;

pthread_key_t key_with(void (*destroy)(void*)) {
    pthread_key_t key = 0;
    assert(pthread_key_create(&key, destroy) == 0);
    return key;
}

void must_not_be_called(void*) {
    std::abort();
}

void comes_second(void*) {
    if (wrong) {
        std::abort(); // BUG(wrong)
    }
    assert(locals_are_gone);
    values_are_gone = true;
    steps.fetch_add(1);
}

void leave_values(pthread_key_t key) {
    assert(pthread_setspecific(key, &own) == 0);
}

void run(pthread_key_t key) {
    std::thread first{leave_values, key};
    std::thread second{leave_values, key};
    first.join();
    second.join();
}

void leave_alone(pthread_key_t key) {
    auto* const text = new std::string(100, 'x'); // BUG(leak)
    assert(pthread_setspecific(key, text) == 0);
    if (fixed) {
        elsewhere = text;
    }
}

bool is(char const* text, char const* other) {
    return std::strcmp(text, other) == 0;
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1);
    char const* const mode = argv[1];
    wrong = argc > 2 && is(argv[2], "wrong");
    fixed = argc > 2 && is(argv[2], "fixed");
    if (is(mode, "exit")) {
        std::thread{[] {
            pthread_setspecific(key_with(must_not_be_called), &steps);
            std::exit(0);
        }}.join();
    } else if (is(mode, "return")) {
        pthread_setspecific(key_with(must_not_be_called), new std::string(100, 'x'));
    } else if (is(mode, "thread")) {
        run(key_with(comes_second));
        assert(steps.load() == 4);
    } else if (is(mode, "leave")) {
        leave_values(key_with(comes_second));
        pthread_exit(nullptr);
    } else if (is(mode, "leak")) {
        std::thread{leave_alone, key_with(nullptr)}.join();
    }
}
