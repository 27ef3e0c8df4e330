// A loop over a plain variable that nobody changes. "fixed": it is set before.
#include <thread>

static volatile bool stop = false;

int main(int argc, char**) {
    if (argc > 1) {
        stop = true;
    }
    std::thread spinner{[] {
        while (!stop) { // BUG
        }
    }};
    spinner.join(); // BUG
}
