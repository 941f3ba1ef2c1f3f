// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// For REG_RIP.
#define _GNU_SOURCE

#include "containment.h"

#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

// Where this thread goes on after a trap; NULL outside of the engine. Initial-exec as in arena.c.
static _Thread_local sigjmp_buf *volatile landing __attribute__((tls_model("initial-exec")));

// The handlers that were there. Written once, before ours can run.
static struct sigaction earlier_illegal, earlier_trap;

// First and last address of our code; from the linker.
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char etext[] __attribute__((visibility("hidden")));

// Whether the instruction that trapped is one of ours.
static bool is_ours(const void *context) {
    const ucontext_t *state = context;
#if defined(__x86_64__)
    uintptr_t address = (uintptr_t)state->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    uintptr_t address = (uintptr_t)state->uc_mcontext.pc;
#else
#error "where is the program counter?"
#endif
    return address >= (uintptr_t)__ehdr_start && address <= (uintptr_t)etext;
}

static void pass_on(int number, siginfo_t *info, void *context) {
    const struct sigaction *earlier = number == SIGILL ? &earlier_illegal : &earlier_trap;
    // Sent by somebody, who may be ignored; a trap may not be.
    bool is_sent = info->si_code <= 0;
    if ((earlier->sa_flags & SA_SIGINFO) != 0) {
        earlier->sa_sigaction(number, info, context);
    } else if (earlier->sa_handler == SIG_IGN && is_sent) {
        return;
    } else if (earlier->sa_handler == SIG_DFL || earlier->sa_handler == SIG_IGN) {
        // Ends the process as it would have ended without us, as soon as this handler returns.
        struct sigaction standard = {.sa_handler = SIG_DFL};
        sigaction(number, &standard, NULL);
        raise(number);
    } else {
        earlier->sa_handler(number);
    }
}

static void handle(int number, siginfo_t *info, void *context) {
    sigjmp_buf *target = landing;
    if (target != NULL && info->si_code > 0 && is_ours(context)) {
        landing = NULL;
        siglongjmp(*target, number);
    }
    pass_on(number, info, context);
}

void enforcer_containment_install(void) {
    enum { ABSENT, UNDER_WAY, THERE };
    static atomic_int state = ABSENT;
    int expected = ABSENT;
    if (!atomic_compare_exchange_strong(&state, &expected, UNDER_WAY)) {
        while (atomic_load(&state) != THERE) {
            // Another thread is two system calls away from the end.
        }
        return;
    }
    struct sigaction ours = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&ours.sa_mask);
    sigaction(SIGILL, NULL, &earlier_illegal);
    sigaction(SIGTRAP, NULL, &earlier_trap);
    sigaction(SIGILL, &ours, NULL);
    sigaction(SIGTRAP, &ours, NULL);
    atomic_store(&state, THERE);
}

// The kernel's frame takes up to 12 kB with the widest registers there are.
enum { STACK_SIZE = 64 << 10 };

void enforcer_signal_stack_open(enforcer_signal_stack *stack) {
    stack_t earlier;
    stack->memory = NULL;
    if (sigaltstack(NULL, &earlier) != 0 || (earlier.ss_flags & SS_DISABLE) == 0) {
        return;
    }
    stack->memory = malloc(STACK_SIZE);
    stack_t ours = {.ss_sp = stack->memory, .ss_size = STACK_SIZE};
    if (stack->memory != NULL && sigaltstack(&ours, NULL) != 0) {
        free(stack->memory);
        stack->memory = NULL;
    }
}

void enforcer_signal_stack_close(enforcer_signal_stack *stack) {
    stack_t present;
    if (stack->memory != NULL && sigaltstack(NULL, &present) == 0) {
        if (present.ss_sp == stack->memory) {
            stack_t none = {.ss_flags = SS_DISABLE};
            sigaltstack(&none, NULL);
        }
        free(stack->memory);
    }
    stack->memory = NULL;
}

bool enforcer_contain(enforcer_arena *arena, void (*body)(void *), void *context) {
    sigjmp_buf place;
    // The signal mask is not saved, which would be a system call: it is mended after a trap only.
    int number = sigsetjmp(place, 0);
    if (number == 0) {
        enforcer_arena_use(arena);
        landing = &place;
        body(context);
        landing = NULL;
    } else {
        sigset_t blocked;
        sigemptyset(&blocked);
        sigaddset(&blocked, number);
        sigprocmask(SIG_UNBLOCK, &blocked, NULL);
    }
    enforcer_arena_use(NULL);
    return number == 0;
}
