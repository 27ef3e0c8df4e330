// A jthread looks at its token until it is to stop; what was written before the request can be read
// then. "other": it looks at a token that nobody will ask, and goes on for ever.
#include <cassert>
#include <stop_token>
#include <thread>

int main(int argc, char**) {
    bool const other = argc > 1;
    int written = 0;
    std::stop_source const nobodys;
    std::jthread worker([&](std::stop_token const& own) {
        std::stop_token const token = other ? nobodys.get_token() : own;
        while (!token.stop_requested()) { // BUG
            std::this_thread::yield();
        }
        assert(written == 1);
    });
    written = 1;
    worker.request_stop();
}
