// Memory that there is not. malloc says so by a null pointer, which "null" does not look at;
// operator new by an exception, which "throw" does not catch. "large": a gibibyte there is.
#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string_view>
#include <thread>
#include <vector>

// The compiler leaves an allocation out if it sees that nobody uses it.
static bool is_refused(void* block) {
    void* volatile const kept = block;
    return kept == nullptr;
}

int main(int argc, char** argv) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    if (mode == "large") {
        std::size_t const size = std::size_t{1} << 30;
        static char* block = nullptr;
        block = static_cast<char*>(std::malloc(size));
        std::thread other([&] { block[0] = 1; });
        block[size - 1] = 2;
        other.join();
        assert(block[0] == 1 && block[size - 1] == 2);
        return 0;
    }
    std::size_t volatile const too_much = SIZE_MAX / 2; // the compiler would warn if it knew
    auto* volatile const block = static_cast<int*>(std::malloc(too_much));
    if (mode == "null") *block = 1; // BUG(null)
    assert(is_refused(block) && errno == ENOMEM);
    assert(is_refused(std::calloc(too_much, 4)));
    assert(is_refused(std::realloc(nullptr, too_much)));
    try {
        std::vector<char> const much(too_much - 1); // BUG(throw)
        assert(false);
    } catch (std::bad_alloc const&) {
        if (mode == "throw") throw; // BUG(throw)
    }
}
