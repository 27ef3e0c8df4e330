// The locale that a thread has of its own. The C library keeps it in a thread-local variable, which
// simulated threads have one each of where they use it (world/thread_storage.cpp), and which lives
// on from one execution to the next.
#include "frontend/thread_locale.hpp"

#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <clocale>
#include <cstdint>

namespace {

using namespace heddle;

constinit const frontend::real::function<locale_t(locale_t)> real_uselocale{"uselocale"};

std::uint64_t fresh = 0; // bit t: thread t has forgotten the last execution's

} // namespace

void frontend::forget_thread_locales() noexcept {
    fresh = 0;
    real_uselocale(LC_GLOBAL_LOCALE); // the main thread's
}

HEDDLE_EXPORT locale_t uselocale(locale_t locale) noexcept {
    if (world::simulating) {
        world::note_external_effect("the program changes a thread's locale");
        const std::uint64_t self = std::uint64_t{1} << world::self();
        if ((fresh & self) == 0) real_uselocale(LC_GLOBAL_LOCALE);
        fresh |= self;
    }
    return real_uselocale(locale);
}
