// Three dining philosophers with C11 mutexes for forks. The last one picks up the right fork first.
// "circle": all begin with the left one.
#include <assert.h>
#include <stdint.h>
#include <threads.h>

enum { philosophers = 3 };

static mtx_t forks[philosophers];
static int meals[philosophers]; // guarded by the fork to the left
static int in_a_circle;

static int dine(void* argument) {
    int const me = (int)(intptr_t)argument;
    int const left = me;
    int const right = (me + 1) % philosophers;
    int const right_first = me == philosophers - 1 && !in_a_circle;
    mtx_lock(&forks[right_first ? right : left]);
    mtx_lock(&forks[right_first ? left : right]); // BUG
    ++meals[left];
    mtx_unlock(&forks[left]);
    mtx_unlock(&forks[right]);
    return 0;
}

int main(int argc, char** argv) {
    (void)argv;
    in_a_circle = argc > 1;
    thrd_t threads[philosophers];
    for (int i = 0; i != philosophers; ++i) mtx_init(&forks[i], mtx_plain);
    for (int i = 0; i != philosophers; ++i) {
        thrd_create(&threads[i], dine, (void*)(intptr_t)i);
    }
    for (int i = 0; i != philosophers; ++i) thrd_join(threads[i], NULL);
    for (int i = 0; i != philosophers; ++i) {
        assert(meals[i] == 1);
        mtx_destroy(&forks[i]);
    }
    return 0;
}
