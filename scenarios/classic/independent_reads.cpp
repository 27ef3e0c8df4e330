// Independent reads of independent writes (IRIW) in sequentially consistent order: all threads
// agree on the order of the writes.
//
// Flawed twin: independent_reads_acquire.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario independent_reads{
    .name = "classic/independent_reads",
    .expect = heddle::verdict::correct,
    .story = "Two readers agree on the order of two independent seq_cst writes.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        bool x_before_y = false;
        bool y_before_x = false;
        std::thread writer_of_x([&] { x.store(1, std::memory_order_seq_cst); });
        std::thread writer_of_y([&] { y.store(1, std::memory_order_seq_cst); });
        std::thread first_reader([&] {
            x_before_y =
                x.load(std::memory_order_seq_cst) == 1 && y.load(std::memory_order_seq_cst) == 0;
        });
        std::thread second_reader([&] {
            y_before_x =
                y.load(std::memory_order_seq_cst) == 1 && x.load(std::memory_order_seq_cst) == 0;
        });
        writer_of_x.join();
        writer_of_y.join();
        first_reader.join();
        second_reader.join();
        assert(!(x_before_y && y_before_x));
    }};
