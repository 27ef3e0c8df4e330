// Two threads call a library that was compiled without Heddle, or with it. "lock": where it locks.
#include <thread>

extern "C" int count_with_atomic();
extern "C" int count_with_lock();

int main(int argc, char**) {
    auto const count = [&] { return argc > 1 ? count_with_lock() : count_with_atomic(); };
    std::thread other([&] { count(); });
    count();
    other.join();
}
