// A program that closes whatever descriptor it may have inherited, as daemons do; the runtime has
// some, too.
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <string_view>
#include <thread>

static int value = 0;
static std::atomic<int> turns{0}; // there are two executions

int main(int argc, char** argv) {
    bool const fixed = argc > 2;
    std::string_view const how = argc > 1 ? argv[1] : "";
    if (how == "each")
        for (int descriptor = 3; descriptor < 1024; ++descriptor) close(descriptor);
    if (how == "calls")
        for (int descriptor = 3; descriptor < 1024; ++descriptor) syscall(SYS_close, descriptor);
    if (how == "range") close_range(3, ~0u, 0);
    if (how == "from") closefrom(3);
    std::thread other{[] {
        ++turns;
        ++value; // BUG
    }};
    ++turns;
    if (fixed) other.join();
    ++value;
    if (!fixed) other.join();
}
