// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Traps in Swift code, kept from ending the process.
//
// Swift ends a program that is about to break its own rules with an instruction that no processor knows: SIGILL, or
// SIGTRAP. Inside a server that would take every visitor with it. So calls into the engine are run from a place to
// return to, and what trapped is never used again. SIGSEGV is not contained: behind it memory may be anything.

#ifndef ENFORCER_CONTAINMENT_H
#define ENFORCER_CONTAINMENT_H

#include "arena.h"

#include <stdbool.h>

// Puts handlers for SIGILL and SIGTRAP in front of those of the process. The first call does so for good, others do
// nothing. Signals that are not ours go on to the handlers that were there.
void enforcer_containment_install(void);

// A stack of its own for this thread's signal handlers.
typedef struct {
    void *memory;  // NULL if the thread had one already, or memory was short: then handlers run where they would have
} enforcer_signal_stack;

void enforcer_signal_stack_open(enforcer_signal_stack *stack) __attribute__((nonnull));

// On the same thread.
void enforcer_signal_stack_close(enforcer_signal_stack *stack) __attribute__((nonnull));

// Runs `body(context)`; what it allocates belongs to `arena`.
//
// False if it trapped. Then whatever it was at work on is undefined, and the arena is to be discarded. `body` must not
// call back into JavaScript, and calls of this function are not nested.
bool enforcer_contain(enforcer_arena *arena, void (*body)(void *), void *context)
    __attribute__((nonnull(1, 2), warn_unused_result));

#endif
