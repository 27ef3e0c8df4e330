// Independent reads of independent writes (IRIW; Boehm and Adve, "Foundations of the C++
// Concurrency Memory Model", 2008): with release and acquire, two readers may see two writes in
// opposite orders. There is no interleaving that does it; POWER does.
//
// Corrected twin: independent_reads.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario independent_reads_acquire{
    .name = "classic/independent_reads_acquire",
    .expect = heddle::verdict::assertion_failed,
    .story = "Two readers see two independent writes in opposite orders.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        bool x_before_y = false;
        bool y_before_x = false;
        std::thread writer_of_x([&] { x.store(1, std::memory_order_release); });
        std::thread writer_of_y([&] { y.store(1, std::memory_order_release); });
        std::thread first_reader([&] {
            x_before_y =
                x.load(std::memory_order_acquire) == 1 && y.load(std::memory_order_acquire) == 0;
        });
        std::thread second_reader([&] {
            y_before_x =
                y.load(std::memory_order_acquire) == 1 && x.load(std::memory_order_acquire) == 0;
        });
        writer_of_x.join();
        writer_of_y.join();
        first_reader.join();
        second_reader.join();
        assert(!(x_before_y && y_before_x));
    }};
