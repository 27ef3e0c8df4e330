// A loop comes on by the rounding mode alone, which it leaves at the third: it ends by itself
// (fixed: the program does not expect that it cannot).
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <cfenv>
#include <string_view>
#include <thread>

static std::atomic<bool> flag{false};

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::string_view{argv[1]} == "fixed";
    std::thread other{[] { flag = true; }};
    while (!flag) {
        int const mode = std::fegetround();
        if (mode == FE_TOWARDZERO) break;
        std::fesetround(mode == FE_TONEAREST ? FE_DOWNWARD : FE_TOWARDZERO);
    }
    other.join();
    assert(fixed || std::fegetround() != FE_TOWARDZERO); // BUG
}
