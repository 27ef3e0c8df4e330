// An exception leaves main. "fixed": caught there.
#include <stdexcept>

int main(int argc, char**) {
    try {
        throw std::runtime_error{"out of main"}; // BUG
    } catch (std::runtime_error const&) {
        if (argc == 1) {
            throw; // BUG
        }
    }
}
