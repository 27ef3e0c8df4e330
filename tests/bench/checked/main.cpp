// The benchmark's programs, as ordinary C++: bench_program NAME runs one of them, once.
#include "programs/list.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <thread>

namespace {

template <class Program>
void run() {
    Program program;
    std::array<std::thread, Program::threads> threads;
    for (std::size_t i = 0; i != threads.size(); ++i) {
        threads[i] = std::thread{[&program, i] { program.thread(i); }};
    }
    for (auto& thread : threads) {
        thread.join();
    }
    program.finish();
}

} // namespace

int main(int argc, char** argv) {
    void (*chosen)() = nullptr;
    heddle::bench::for_each_program([&](char const* name, auto program) {
        if (argc == 2 && std::strcmp(argv[1], name) == 0) {
            chosen = run<typename decltype(program)::type>;
        }
    });
    if (chosen == nullptr) {
        std::fputs("usage: bench_program NAME, a name of programs/list.hpp\n", stderr);
        return 2;
    }
    chosen();
    return 0;
}
