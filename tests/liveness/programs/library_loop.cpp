// A thread spins on a flag that another sets, and calls functions of the C and C++ libraries
// between two looks at it. They move the loop on in memory that only they access: a position that
// strtok keeps, text that snprintf writes, a string of libstdc++'s, a file's position. At the end
// of that the thread leaves the loop; "endless": only the flag lets it leave.
#include "variant.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

char words[8];
char number[8];
std::string letters;
std::FILE* file;

bool is_last_word() {
    return std::strtok(nullptr, " ") == nullptr;
}

bool is_last_number() {
    if (std::strcmp(number, "3") == 0) {
        return true;
    }
    std::snprintf(number, sizeof number, "%d", std::atoi(number) + 1);
    return false;
}

bool is_last_letter() {
    if (letters.size() == 9) {
        return true;
    }
    letters.append("abc");
    return false;
}

bool is_last_character() {
    return std::fgetc(file) == ':';
}

bool prints() {
    std::printf("waiting\n");
    return false;
}

template <class Step>
void run(variant const& v, Step is_last) {
    bool const endless = v.has("endless");
    std::atomic<bool> flag{false};
    auto const wait = [&] {
        while (!flag.load()) { // BUG
            if (is_last() && !endless) {
                break;
            }
        }
    };
    auto const set = [&] {
        if (!v.has("lost")) {
            flag.store(true);
        }
    };
    run_threads(v, 2, [&](int i) { i == 0 ? wait() : set(); });
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    if (v.has("strtok")) {
        std::strcpy(words, "a b c d");
        std::strtok(words, " ");
        run(v, is_last_word);
    } else if (v.has("snprintf")) {
        std::strcpy(number, "0");
        run(v, is_last_number);
    } else if (v.has("append")) {
        run(v, is_last_letter);
    } else if (v.has("fgetc")) {
        file = std::fopen("/proc/self/status", "r"); // "Name:…"
        run(v, is_last_character);
        std::fclose(file);
    } else {
        run(v, prints);
    }
}
