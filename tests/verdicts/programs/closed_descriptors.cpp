// A program that closes whatever descriptor it may have inherited, as daemons do; the runtime has
// some, too.
#include <unistd.h>

#include <atomic>
#include <string_view>
#include <thread>

static int value = 0;
static std::atomic<int> turns{0}; // there are two executions

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::string_view{argv[1]} == "fixed";
    for (int descriptor = 3; descriptor < 1024; ++descriptor) close(descriptor);
    std::thread other{[] {
        ++turns;
        ++value; // BUG
    }};
    ++turns;
    if (fixed) other.join();
    ++value;
    if (!fixed) other.join();
}
