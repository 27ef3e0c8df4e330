// A stop_callback is called by whoever asks for the stop, or at once when that has been done. Its
// destructor waits for the call's end: what the call has written can be read then ("inside": before
// that).
#include <cassert>
#include <stop_token>
#include <thread>

int main(int argc, char**) {
    bool const inside = argc > 1;
    std::stop_source source;
    int calls = 0;
    std::thread worker([&] {
        {
            std::stop_callback const call(source.get_token(), [&] {
                ++calls; // BUG
            });
            if (inside) {
                assert(calls <= 1); // BUG
            }
        }
        assert(calls <= 1);
    });
    assert(source.request_stop());
    assert(!source.request_stop() && source.stop_requested());
    worker.join();
}
