// Three scenarios in one file; the property of two is an assert, which a release build must keep.
#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario plain{.name = "counter/plain",
                                    .expect = heddle::verdict::data_race,
                                    .story = "Two threads add to a plain int.",
                                    .body = [] {
                                        int counter = 0;
                                        auto add = [&] { ++counter; };
                                        std::thread first(add);
                                        std::thread second(add);
                                        first.join();
                                        second.join();
                                    }};

static const heddle::scenario relaxed{.name = "counter/relaxed",
                                      .expect = heddle::verdict::correct,
                                      .story = "Two threads add to an atomic one.",
                                      .body = [] {
                                          std::atomic<int> counter = 0;
                                          auto add = [&] {
                                              counter.fetch_add(1, std::memory_order_relaxed);
                                          };
                                          std::thread first(add);
                                          std::thread second(add);
                                          first.join();
                                          second.join();
                                          assert(counter == 2);
                                      }};

static const heddle::scenario separate{.name = "counter/load_then_store",
                                       .expect = heddle::verdict::assertion_failed,
                                       .story =
                                           "Two threads load, add and store: an update is lost.",
                                       .body = [] {
                                           std::atomic<int> counter = 0;
                                           auto add = [&] { counter = counter + 1; };
                                           std::thread first(add);
                                           std::thread second(add);
                                           first.join();
                                           second.join();
                                           assert(counter == 2);
                                       }};
