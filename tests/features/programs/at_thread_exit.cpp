// std::notify_all_at_thread_exit notifies, and unlocks, after the thread's thread_locals have been
// destroyed. "before": an ordinary notification comes before that.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static int last_words = 0;

struct talker {
    int words = 0;

    ~talker() {
        last_words = words; // BUG
    }
};

static thread_local talker mine;

int main(int argc, char**) {
    bool const before = argc > 1;
    std::mutex mutex;
    std::condition_variable ended;
    bool is_ended = false;
    std::thread worker([&] {
        mine.words = 3;
        std::unique_lock held(mutex);
        is_ended = true;
        if (before) {
            ended.notify_all();
        } else {
            std::notify_all_at_thread_exit(ended, std::move(held));
        }
    });
    {
        std::unique_lock held(mutex);
        ended.wait(held, [&] { return is_ended; });
        assert(last_words == 3); // BUG
    }
    worker.join();
}
