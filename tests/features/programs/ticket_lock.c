// A ticket lock with <stdatomic.h>. "relaxed": the next holder does not acquire. "unserved": the
// first one does not call the next. Executions: the orders in which three threads draw their
// tickets, 3! = 6.
#include <assert.h>
#include <stdatomic.h>
#include <string.h>
#include <threads.h>

enum { threads = 3 };

static atomic_int next_ticket;
static atomic_int served;
static int counter;
static memory_order acquire = memory_order_acquire;
static int unserved;

static int add(void* unused) {
    (void)unused;
    int const mine = atomic_fetch_add_explicit(&next_ticket, 1, memory_order_relaxed);
    while (atomic_load_explicit(&served, acquire) != mine) { // BUG(unserved)
        thrd_yield();
    }
    ++counter; // BUG(relaxed)
    if (!unserved) atomic_store_explicit(&served, mine + 1, memory_order_release);
    return 0;
}

int main(int argc, char** argv) {
    char const* const mistake = argc > 1 ? argv[1] : "";
    if (strcmp(mistake, "relaxed") == 0) acquire = memory_order_relaxed;
    unserved = strcmp(mistake, "unserved") == 0;
    thrd_t all[threads];
    for (int i = 0; i != threads; ++i) thrd_create(&all[i], add, NULL);
    for (int i = 0; i != threads; ++i) thrd_join(all[i], NULL);
    assert(counter == threads);
    return 0;
}
