// Check, then act, each under the lock but not both under one: two threads find the resource open,
// both close it, and it is freed twice. No access races, and no lock is missing; the critical
// section is in two pieces.
//
// Corrected twin: close_once.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario close_twice{.name = "classic/close_twice",
                                          .expect = heddle::verdict::double_free,
                                          .story =
                                              "Two threads find a resource open and both free it.",
                                          .body = [] {
                                              std::mutex mutex;
                                              int* resource = new int(1);
                                              auto close = [&] {
                                                  int* opened = nullptr;
                                                  {
                                                      const std::lock_guard lock(mutex);
                                                      opened = resource;
                                                  }
                                                  if (opened != nullptr) {
                                                      const std::lock_guard lock(mutex);
                                                      delete opened;
                                                      resource = nullptr;
                                                  }
                                              };
                                              std::thread first(close);
                                              std::thread second(close);
                                              first.join();
                                              second.join();
                                          }};
