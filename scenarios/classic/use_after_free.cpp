// A session is shared by a raw pointer. Every access is under the mutex, so nothing races; but a
// lock does not keep an object alive. When the owner closes the session first, the worker, under
// the same lock, writes to freed memory.
//
// Corrected twin: use_after_free_shared_ptr.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

namespace {

struct session {
    int requests = 0;
};

} // namespace

static const heddle::scenario use_after_free{
    .name = "classic/use_after_free",
    .expect = heddle::verdict::use_after_free,
    .story = "A worker uses a session after its owner has freed it.",
    .body = [] {
        std::mutex mutex;
        auto* opened = new session;
        std::thread worker([&mutex, opened] {
            const std::lock_guard lock(mutex);
            ++opened->requests;
        });
        {
            const std::lock_guard lock(mutex);
            delete opened;
        }
        worker.join();
    }};
