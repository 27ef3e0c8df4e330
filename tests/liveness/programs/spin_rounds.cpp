// Threads take a test-and-set lock (or, "cas", one by compare_exchange) several times each.
#include "spin_rounds.hpp"

int main(int argc, char** argv) {
    return spin_rounds(argc, argv);
}
