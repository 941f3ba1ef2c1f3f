// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Counts heap allocations of a thread. Linking this module into a program is enough: it defines malloc and its kin in
// front of glibc's, for the program and all of its libraries. free stays glibc's.

#ifndef ENFORCER_ALLOCATION_COUNTER_H
#define ENFORCER_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many blocks the calling thread has asked for since it began: calls of malloc, calloc, realloc, reallocarray,
/// posix_memalign, aligned_alloc and memalign, whether they succeeded or not. Subtract two readings.
///
/// Always 0 where `enforcer_allocation_counter_is_active` is false.
uint64_t enforcer_allocation_count(void);

/// Whether allocations are counted: on Linux with glibc, and in a build without a sanitizer, which needs malloc itself.
bool enforcer_allocation_counter_is_active(void);

#ifdef __cplusplus
}
#endif

#endif
