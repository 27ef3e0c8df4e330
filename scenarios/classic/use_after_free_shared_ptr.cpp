// The session shared by std::shared_ptr: whoever uses it also keeps it alive, and the last one to
// let go frees it. The mutex protects its contents, the reference count its life.
//
// Flawed twin: use_after_free.

#include <heddle/scenario.hpp>

#include <memory>
#include <mutex>
#include <thread>

namespace {

struct session {
    int requests = 0;
};

} // namespace

static const heddle::scenario use_after_free_shared_ptr{
    .name = "classic/use_after_free_shared_ptr",
    .expect = heddle::verdict::correct,
    .story = "A worker holds a shared_ptr to a session that its owner lets go.",
    .body = [] {
        std::mutex mutex;
        auto opened = std::make_shared<session>();
        std::thread worker([&mutex, opened] {
            const std::lock_guard lock(mutex);
            ++opened->requests;
        });
        opened.reset();
        worker.join();
    }};
