// The locale that a thread has of its own. The C library keeps it in a thread-local variable, which
// simulated threads have one each of where they use it (world/thread_storage.cpp), and which lives
// on from one execution to the next.
#include "frontend/thread_locale.hpp"

#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/hooks.hpp"
#include "world/restorable.hpp"
#include "world/world.hpp"

#include <clocale>
#include <string_view>

namespace {

using namespace heddle;

constinit const frontend::real::function<locale_t(locale_t)> real_uselocale{"uselocale"};

locale_t of_main = LC_GLOBAL_LOCALE; // when main begins: a constructor may have chosen one

void begin_thread() {
    real_uselocale(LC_GLOBAL_LOCALE);
}

} // namespace

void frontend::prepare_thread_locales() {
    of_main = real_uselocale(nullptr);
    if (world::imports_any([](std::string_view name) { return name == "uselocale"; }))
        world::at_thread_begin = begin_thread;
}

void frontend::restore_main_thread_locale() noexcept {
    real_uselocale(of_main);
}

HEDDLE_EXPORT locale_t uselocale(locale_t locale) noexcept {
    if (world::simulating) world::note_external_effect("the program changes a thread's locale");
    return real_uselocale(locale);
}
