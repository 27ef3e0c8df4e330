// "count" and "letter" may be followed by "broken": without a lock, or in the wrong order.
#include "counting.h"
#include "letters.hpp"
#include "rendezvous.hpp"

#include <cassert>
#include <cstring>

int main(int argc, char** argv) {
    assert(argc > 1);
    bool const broken = argc > 2;
    if (std::strcmp(argv[1], "count") == 0) {
        int const sum = count(!broken);
        assert(broken || sum == 2);
    } else if (std::strcmp(argv[1], "letter") == 0) {
        int const letter = send_letter(!broken);
        assert(broken || letter == 42);
    } else {
        assert(meet_twice() == 2);
    }
}
