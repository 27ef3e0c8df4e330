#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* Adds one, without a lock. */
void add_one(int* counter);

#ifdef __cplusplus
}

/// Adds one in each of two threads, under a lock if asked to; returns the sum.
int count(bool locked);
#endif
