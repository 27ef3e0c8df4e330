// condition_variable_any, with a lock that is not std::unique_lock.
//
//     -          waits until there is something
//     lost       does not look whether there is already
//     stop       … or until it is to stop, whichever comes first
//     stop lost  … and takes for granted that there is something
//     timed      … or until its time is up
//     timed lost … and takes for granted that there is something
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <shared_mutex>
#include <stop_token>
#include <string_view>
#include <thread>

int main(int argc, char** argv) {
    using namespace std::chrono_literals;
    std::string_view const mode = argc > 1 ? argv[1] : "";
    bool const lost = argc > 2 || mode == "lost";
    std::shared_mutex mutex;
    std::condition_variable_any changed;
    bool there = false;
    std::stop_source source;
    std::thread producer([&] {
        if (mode == "stop") {
            source.request_stop();
            return;
        }
        {
            std::lock_guard const held(mutex);
            there = true;
        }
        changed.notify_all();
    });
    {
        std::shared_lock held(mutex);
        auto const is_there = [&] { return there; };
        if (mode == "stop") {
            bool const result = changed.wait(held, source.get_token(), is_there);
            assert(result == lost); // BUG(stop)
        } else if (mode == "timed") {
            bool const result =
                changed.wait_until(held, std::chrono::steady_clock::now() + 1s, is_there);
            assert(result || !lost); // BUG(timed)
        } else if (lost) {
            changed.wait(held); // BUG(lost)
        } else {
            changed.wait(held, is_there);
        }
    }
    producer.join();
}
