// What the programs share: the words of the command line, and threads started in either order.
#pragma once

#include <cstdlib>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// Which variant of a program is to run: a word is there or not, "NAME=NUMBER" sets a number.
class variant {
public:
    variant(int argc, char** argv) : words_(argv + 1, argv + argc) {}

    [[nodiscard]] bool has(std::string_view word) const {
        for (std::string_view const each : words_) {
            if (each == word) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] int number(std::string_view name, int otherwise) const {
        for (std::string_view const each : words_) {
            if (each.size() > name.size() && each.starts_with(name) && each[name.size()] == '=') {
                return std::atoi(each.data() + name.size() + 1);
            }
        }
        return otherwise;
    }

private:
    std::vector<std::string_view> words_;
};

/// Runs body(0) … body(count - 1) in threads of their own, started in this order or, "reversed", in
/// the opposite one.
template <class Body>
void run_threads(variant const& v, int count, Body const& body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        int const which = v.has("reversed") ? count - 1 - i : i;
        threads.emplace_back([&body, which] { body(which); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}
