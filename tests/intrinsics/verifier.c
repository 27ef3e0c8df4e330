// The functions that programs for other verification tools call.
#undef NDEBUG // the assertions are what is checked
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

void __VERIFIER_assume(int condition);
_Bool __VERIFIER_nondet_bool(void);
int __VERIFIER_nondet_int(void);
unsigned __VERIFIER_nondet_uint(void);
void __VERIFIER_atomic_begin(void);
void __VERIFIER_atomic_end(void);
void __VERIFIER_spin_start(void);
void __VERIFIER_spin_end(int);
void reach_error(void);

static int counter;
static atomic_int flag;

static void* add_in_section(void* unused) {
    __VERIFIER_atomic_begin();
    ++counter;
    __VERIFIER_atomic_end();
    return unused;
}

static void* add_without(void* unused) {
    ++counter;
    return unused;
}

static void* set_flag(void* unused) {
    atomic_store(&flag, 1);
    return unused;
}

static void in_two_threads(void* (*routine)(void*)) {
    pthread_t a, b;
    pthread_create(&a, 0, routine, 0);
    pthread_create(&b, 0, routine, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
}

int main(int argc, char** argv) {
    const char* mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "sections") == 0) {
        in_two_threads(add_in_section);
        assert(counter == 2);
    } else if (strcmp(mode, "no_sections") == 0) {
        in_two_threads(add_without);
    } else if (strcmp(mode, "spin") == 0) {
        pthread_t a;
        pthread_create(&a, 0, set_flag, 0);
        __VERIFIER_spin_start();
        while (atomic_load(&flag) == 0) __VERIFIER_spin_end(0);
        __VERIFIER_spin_end(1);
        pthread_join(a, 0);
    } else if (strcmp(mode, "bool") == 0) {
        const _Bool a = __VERIFIER_nondet_bool();
        const _Bool b = __VERIFIER_nondet_bool();
        __VERIFIER_assume(a || b);
        assert(a != b || a);
    } else if (strcmp(mode, "int") == 0) {
        const int i = __VERIFIER_nondet_int();
        const unsigned u = __VERIFIER_nondet_uint();
        __VERIFIER_assume(i != INT_MIN);
        assert((i < 0 ? -i : i) >= 0 && u <= UINT_MAX);
    } else if (strcmp(mode, "overflow") == 0) {
        const int i = __VERIFIER_nondet_int();
        if (i == INT_MIN) reach_error();
    }
}
