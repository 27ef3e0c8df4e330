// One letter at a time, from one thread to another.
#pragma once

#include <atomic>

#if defined(__GNUC__)
#define MAILBOX_API __attribute__((visibility("default")))
#endif

class MAILBOX_API mailbox {
public:
    /// `announced`: a letter is put in before it is said to be there; else its reader may be early.
    explicit mailbox(bool announced) : announced_(announced) {}

    void put(int letter);
    int take(); // waits for one

private:
    bool announced_;
    int letter_ = 0;
    std::atomic<int> count_{0};
};
