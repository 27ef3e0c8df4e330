// A joinable std::thread is destroyed: std::terminate, hence abort. "fixed": joined.
#include <thread>

int main(int argc, char**) {
    std::thread worker{[] {}};
    if (argc > 1) {
        worker.join();
    }
} // BUG
