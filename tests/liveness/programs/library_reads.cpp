// A thread spins on a flag that another sets, or until a library function that nobody watches finds
// a word in memory. Whether it is there depends on what the thread has read before; "inverse": the
// other way round.
#include "variant.hpp"

#include <strings.h>

#include <atomic>
#include <cstring>

namespace {

char word[8];
std::atomic<int> chosen, flag;

template <bool inverse>
[[gnu::noinline]] void choose_word() {
    std::strcpy(word, (chosen.load() != 0) != inverse ? "go" : "no");
}

[[gnu::noinline]] void wait() {
    while (flag.load() == 0) {
        if (strcasecmp(word, "go") == 0) {
            return;
        }
    }
}

template <bool inverse>
void run(variant const& v) {
    run_threads(v, 3, [](int i) {
        if (i == 0) {
            choose_word<inverse>();
            wait();
        } else if (i == 1) {
            chosen.load();
            flag.store(1);
        } else {
            chosen.store(1);
        }
    });
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    v.has("inverse") ? run<true>(v) : run<false>(v);
}
