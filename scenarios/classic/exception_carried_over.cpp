// A worker catches what it throws and carries it to the one who joins, in a std::exception_ptr of
// its own.
//
// Flawed twin: exception_leaves_thread.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <exception>
#include <functional>
#include <stdexcept>
#include <thread>

static const heddle::scenario exception_carried_over{
    .name = "classic/exception_carried_over",
    .expect = heddle::verdict::correct,
    .story = "A worker hands its exception to the thread that joins it.",
    .body = [] {
        std::atomic<int> arrivals{0};
        auto work = [&](std::exception_ptr& failure) {
            try {
                if (arrivals.fetch_add(1) == 1) {
                    throw std::runtime_error("second");
                }
            } catch (...) {
                failure = std::current_exception();
            }
        };
        std::exception_ptr first_failure;
        std::exception_ptr second_failure;
        std::thread first(work, std::ref(first_failure));
        std::thread second(work, std::ref(second_failure));
        first.join();
        second.join();
        assert((first_failure == nullptr) != (second_failure == nullptr));
    }};
