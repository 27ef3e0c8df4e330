// The last user's reference count: with two steps, both threads may see that the other is still
// there, or none.
#include <atomic>
#include <thread>

struct node {
    std::atomic<int> references{2};
    int payload = 7;
};

int main(int argc, char**) {
    bool const fixed = argc > 1;
    auto* const shared = new node;
    auto const drop = [fixed, shared] {
        if (fixed) {
            if (shared->references.fetch_sub(1) == 1) {
                delete shared;
            }
        } else {
            shared->references.fetch_sub(1);      // BUG
            if (shared->references.load() == 0) { // BUG
                delete shared;                    // BUG
            }
        }
    };
    std::thread first{drop};
    std::thread second{drop};
    first.join();
    second.join();
}
