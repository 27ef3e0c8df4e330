// Transfers between accounts, each with its own lock, locked in the order of the accounts.
// "deadlock": the payer's first. "unlocked": the receiver's not at all.
//
// Executions: the orders of the transfers of each pair that has an account in common.
#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { accounts = 3 };

struct account {
    pthread_mutex_t lock;
    int balance;
};

struct transfer {
    int from, to, amount;
};

static struct account bank[accounts];
static char const* mistake = "";

static void* move(void* argument) {
    struct transfer const* const order = argument;
    struct account* const from = &bank[order->from];
    struct account* const to = &bank[order->to];
    int const swapped = from > to && strcmp(mistake, "deadlock") != 0;
    int const both = strcmp(mistake, "unlocked") != 0;
    if (both || !swapped) pthread_mutex_lock(swapped ? &to->lock : &from->lock);
    if (both || swapped) pthread_mutex_lock(swapped ? &from->lock : &to->lock); // BUG(deadlock)
    from->balance -= order->amount;                                             // BUG(unlocked)
    to->balance += order->amount;                                               // BUG(unlocked)
    if (both || swapped) pthread_mutex_unlock(swapped ? &from->lock : &to->lock);
    if (both || !swapped) pthread_mutex_unlock(swapped ? &to->lock : &from->lock);
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) mistake = argv[1];
    static struct transfer orders[] = {{0, 1, 5}, {1, 2, 3}, {2, 0, 1}};
    for (int i = 0; i != accounts; ++i) {
        pthread_mutex_init(&bank[i].lock, NULL);
        bank[i].balance = 10;
    }
    pthread_t threads[3];
    for (int i = 0; i != 3; ++i) pthread_create(&threads[i], NULL, move, &orders[i]);
    for (int i = 0; i != 3; ++i) pthread_join(threads[i], NULL);
    assert(bank[0].balance == 6 && bank[1].balance == 12 && bank[2].balance == 12);
    for (int i = 0; i != accounts; ++i) pthread_mutex_destroy(&bank[i].lock);
    return 0;
}
