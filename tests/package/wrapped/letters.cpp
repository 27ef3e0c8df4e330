#include "letters.hpp"

#include "mailbox.hpp"

#include <thread>

int send_letter(bool announced) {
    mailbox box(announced);
    std::thread sender([&] { box.put(42); });
    int const letter = box.take();
    sender.join();
    return letter;
}
