#include "counting.h"

void add_one(int* counter) {
    ++*counter;
}
