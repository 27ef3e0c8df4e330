// Thread-specific data. The C library keeps it in the one real thread, so the keys that the program
// creates get a table here; numbers from PTHREAD_KEYS_MAX on tell them from real ones.
#include "frontend/pthread_key.hpp"

#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

using destructor = void(void*);

constexpr auto thread_specific_data = "the program uses thread-specific data";

constinit const function<int(pthread_key_t*, destructor*)> real_create{"pthread_key_create"};
constinit const function<int(pthread_key_t)> real_delete{"pthread_key_delete"};
constinit const function<void*(pthread_key_t)> real_get{"pthread_getspecific"};
constinit const function<int(pthread_key_t, const void*)> real_set{"pthread_setspecific"};

constexpr pthread_key_t first_key = PTHREAD_KEYS_MAX;
constexpr std::size_t most_keys = 128;

struct key {
    bool used = false;
    destructor* destroy = nullptr;
    void* before_main = nullptr; // the main thread's value when exploration started
    std::array<void*, graph::max_threads> values{};
};

struct key_before_main {
    bool used = false;
    destructor* destroy = nullptr;
};

constinit std::array<key, most_keys> keys{};
constinit std::size_t key_count = 0; // keys in use are below
constinit std::array<key_before_main, most_keys> keys_before_main{};
constinit std::size_t key_count_before_main = 0;
constinit std::uint64_t users = 0; // threads that have set values, a bit each

bool is_simulated() noexcept {
    return world::simulating || world::starting();
}

key* find(pthread_key_t number) noexcept {
    if (number < first_key || number - first_key >= key_count) return nullptr;
    key& k = keys[number - first_key];
    return k.used ? &k : nullptr;
}

std::uint64_t bit_of(graph::thread_id thread) noexcept {
    return std::uint64_t{1} << thread;
}

} // namespace

namespace heddle::frontend {

// A destructor may set values again: POSIX has a few rounds.
void run_key_destructors() {
    const graph::thread_id thread = world::self();
    if ((users & bit_of(thread)) == 0) return;
    bool ran = true;
    for (int round = 0; ran && round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
        ran = false;
        for (std::size_t i = 0; i < key_count; ++i) {
            void* const value = keys[i].values[thread];
            if (!keys[i].used || value == nullptr || keys[i].destroy == nullptr) continue;
            keys[i].values[thread] = nullptr;
            keys[i].destroy(value);
            ran = true;
        }
    }
    // The next thread with this number begins with none.
    for (std::size_t i = 0; i < key_count; ++i) keys[i].values[thread] = nullptr;
    users &= ~bit_of(thread);
}

void skip_key_destructors() noexcept {
    users &= ~bit_of(world::self());
}

void reset_keys() noexcept {
    users = 0;
    for (std::size_t i = 0; i < key_count; ++i) {
        keys[i].used = keys_before_main[i].used;
        keys[i].destroy = keys_before_main[i].destroy;
        keys[i].values.fill(nullptr);
        keys[i].values[0] = keys[i].before_main;
    }
    key_count = key_count_before_main;
}

} // namespace heddle::frontend

HEDDLE_EXPORT int pthread_key_create(pthread_key_t* result, destructor* destroy) noexcept {
    if (!is_simulated()) return real_create(result, destroy);
    if (world::simulating) world::note_external_effect(thread_specific_data);
    std::size_t i = 0;
    while (i < key_count && keys[i].used) ++i;
    if (i == most_keys) return EAGAIN;
    if (i == key_count) ++key_count;
    keys[i].used = true;
    keys[i].destroy = destroy;
    keys[i].values.fill(nullptr);
    if (!world::simulating) {
        keys[i].before_main = nullptr;
        keys_before_main[i] = {true, destroy};
        key_count_before_main = key_count;
    }
    *result = first_key + static_cast<pthread_key_t>(i);
    return 0;
}

HEDDLE_EXPORT int pthread_key_delete(pthread_key_t number) noexcept {
    key* const k = find(number);
    if (k == nullptr) return number < first_key ? real_delete(number) : EINVAL;
    if (world::simulating) world::note_external_effect(thread_specific_data);
    k->used = false;
    if (!world::simulating) keys_before_main[number - first_key].used = false;
    return 0;
}

HEDDLE_EXPORT void* pthread_getspecific(pthread_key_t number) noexcept {
    const key* const k = find(number);
    if (k == nullptr) return number < first_key ? real_get(number) : nullptr;
    return world::simulating ? k->values[world::self()] : k->before_main;
}

HEDDLE_EXPORT int pthread_setspecific(pthread_key_t number, const void* value) noexcept {
    key* const k = find(number);
    if (k == nullptr) return number < first_key ? real_set(number, value) : EINVAL;
    if (!world::simulating) {
        k->before_main = const_cast<void*>(value);
        return 0;
    }
    world::note_external_effect(thread_specific_data);
    const graph::thread_id thread = world::self();
    k->values[thread] = const_cast<void*>(value);
    users |= bit_of(thread);
    return 0;
}
