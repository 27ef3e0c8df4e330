// longjmp within a thread ("within"), and to another thread's stack.
#include <atomic>
#include <csetjmp>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

std::jmp_buf target;
std::atomic<int> x{0};

void count_by_jumps() {
    std::jmp_buf here;
    int volatile n = 0;
    if (setjmp(here) < 3) {
        x.fetch_add(1);
        n = n + 1;
        std::longjmp(here, n);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "within") == 0) {
        std::thread a(count_by_jumps);
        std::thread b(count_by_jumps);
        a.join();
        b.join();
        assert(x.load() == 6);
    } else if (setjmp(target) == 0) {
        std::thread([] {
            std::longjmp(target, 1); // BUG
        }).join();
    }
}
