// Compiled without debugging information.
#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

namespace {

const heddle::scenario no_lines{.name = "no_lines", .body = [] {
                                    std::atomic<int> flag{0};
                                    std::thread other(
                                        [&] { flag.store(1, std::memory_order_release); });
                                    other.join();
                                }};

} // namespace
