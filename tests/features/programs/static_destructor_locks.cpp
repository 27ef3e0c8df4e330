// The destructor of a static locks a mutex, and so does a detached thread that is still there then.
// "unlocked": it does not. Two executions: one of them is first.
#include <mutex>
#include <thread>

static std::mutex mutex;
static bool locks = true;
static int users = 0;

struct last_user {
    ~last_user() {
        std::unique_lock held(mutex, std::defer_lock);
        if (locks) held.lock();
        ++users; // BUG
    }
};

static last_user const last;

int main(int argc, char**) {
    locks = argc == 1;
    std::thread([] {
        std::lock_guard const held(mutex);
        ++users; // BUG
    }).detach();
}
