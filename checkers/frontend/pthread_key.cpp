// Thread-specific data. The C library keeps it in the one real thread, so the keys that the program
// creates get a table here; numbers from PTHREAD_KEYS_MAX on tell them from real ones.
#include "frontend/pthread_key.hpp"

#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/hooks.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <algorithm>
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
};

struct key_before_main {
    bool used = false;
    destructor* destroy = nullptr;
};

constinit std::array<key, most_keys> keys{};
constinit std::array<std::array<void*, most_keys>, graph::max_threads> values{}; // by thread
constinit std::size_t key_count = 0; // keys in use are below
constinit std::array<key_before_main, most_keys> keys_before_main{};
constinit std::size_t key_count_before_main = 0;

bool is_simulated() noexcept {
    return world::simulating || world::starting();
}

key* find(pthread_key_t number) noexcept {
    if (number < first_key || number - first_key >= key_count) return nullptr;
    key& k = keys[number - first_key];
    return k.used ? &k : nullptr;
}

void forget_values(std::size_t k) noexcept {
    for (auto& own : values) own[k] = nullptr;
}

} // namespace

namespace heddle::frontend {

void run_key_destructors() {
    auto& own = values[world::self()];
    bool ran = true;
    for (int round = 0; ran && round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
        ran = false;
        for (std::size_t i = 0; i < key_count; ++i) {
            void* const value = own[i];
            if (!keys[i].used || value == nullptr || keys[i].destroy == nullptr) continue;
            own[i] = nullptr;
            keys[i].destroy(value);
            ran = true;
        }
    }
    // The next thread with this number begins with none.
    std::fill_n(own.begin(), key_count, nullptr);
}

void register_keys() {
    // At the end of an execution only main's thread can still have values: when main has returned.
    world::keep_alive_from(values[0].data(), sizeof values[0]);
}

void reset_keys() noexcept {
    for (std::size_t i = 0; i < key_count; ++i) {
        keys[i].used = keys_before_main[i].used;
        keys[i].destroy = keys_before_main[i].destroy;
        forget_values(i);
        values[0][i] = keys[i].before_main;
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
    forget_values(i);
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
    return world::simulating ? values[world::self()][number - first_key] : k->before_main;
}

HEDDLE_EXPORT int pthread_setspecific(pthread_key_t number, const void* value) noexcept {
    key* const k = find(number);
    if (k == nullptr) return number < first_key ? real_set(number, value) : EINVAL;
    if (!world::simulating) {
        k->before_main = const_cast<void*>(value);
        return 0;
    }
    world::note_external_effect(thread_specific_data);
    values[world::self()][number - first_key] = const_cast<void*>(value);
    return 0;
}
