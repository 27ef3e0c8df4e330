// Exceptions, whose references are counted.
//     exceptions CASE N
//         within    N threads throw, keep, rethrow and drop their own
//         share     N threads handle and drop the same one
//         thrown    N threads throw and handle their own
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

struct error {
    int number;
};

std::exception_ptr thrown() {
    try {
        throw error{7};
    } catch (error const&) {
        return std::current_exception();
    }
}

void rethrow(std::exception_ptr p) {
    try {
        std::rethrow_exception(std::move(p));
    } catch (error const& e) {
        assert(e.number == 7);
    }
}

void keep_own() {
    auto const p = thrown();
    rethrow(p);
    auto const copy = p;
    rethrow(copy);
}

void throw_own() {
    try {
        throw error{7};
    } catch (error const& e) {
        assert(e.number == 7);
    }
}

void join(std::vector<std::thread>& threads) {
    for (auto& t : threads) {
        t.join();
    }
}

} // namespace

int main(int argc, char** argv) {
    assert(argc == 3);
    std::string const which = argv[1];
    int const n = std::atoi(argv[2]);
    std::vector<std::thread> threads;
    auto p = which == "share" ? thrown() : nullptr;
    for (int i = 1; i <= n; ++i) {
        if (which == "within") {
            threads.emplace_back(keep_own);
        } else if (which == "thrown") {
            threads.emplace_back(throw_own);
        } else if (i < n) {
            threads.emplace_back(rethrow, p);
        } else {
            threads.emplace_back(rethrow, std::move(p));
        }
    }
    join(threads);
}
