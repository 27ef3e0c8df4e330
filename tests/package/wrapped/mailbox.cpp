#include "mailbox.hpp"

void mailbox::put(int letter) {
    if (announced_) letter_ = letter;
    count_.store(1);
    count_.notify_one();
    if (!announced_) letter_ = letter;
}

int mailbox::take() {
    count_.wait(0);
    return letter_;
}
