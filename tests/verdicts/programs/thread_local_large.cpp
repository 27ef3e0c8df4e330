// Thread-local variables that are larger than the stacks of the runtime's own threads.
#include <cstring>
#include <string_view>
#include <thread>

thread_local char text[1'000'000];
char* of_main = nullptr;

void fill(bool fixed) {
    std::memset(fixed ? text : of_main, 'x', sizeof text); // BUG
}

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::string_view{argv[1]} == "fixed";
    of_main = text;
    std::thread other{fill, fixed};
    text[sizeof text - 1] = 'y';
    other.join();
}
