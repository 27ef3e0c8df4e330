// A page that is shared with the outside, and so not put back between executions, says which way to
// go. "fixed": ignored.
#include <sys/mman.h>

#include <atomic>
#include <thread>

static int* runs;

[[gnu::constructor]] static void map_page() {
    runs = static_cast<int*>(
        mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

int main(int argc, char**) {
    bool const odd = argc == 1 && ++*runs % 2 != 0;
    std::atomic<int> x{0};
    std::thread worker{[&] {
        if (odd) {
            x.store(1); // BUG
        } else {
            (void)x.load(); // BUG
        }
    }};
    x.store(2);
    worker.join();
}
