// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the AVX2 and the AVX-512VL kernel have in common: both lanes in lock-step, in one register.
//
// Write A(t) for the working variable a before round t of FIPS 180-4 §6.2.2, so that b, c, d are A(t-1) to A(t-3), and
// E(t) for e in the same way. Step 3 then is, after T1 has been eliminated from the second line,
//
//     E(t+1) = A(t-3) + E(t-3) + Σ1(E(t)) + Ch(E(t), E(t-1), E(t-2)) + K(t) + W(t)
//     A(t+1) = E(t+1) - A(t-3) + Σ0(A(t)) + Maj(A(t), A(t-1), A(t-2))
//
// The lines are so alike that one register can hold both, half and half, with both lanes in each half. The half of A
// goes two rounds late, which takes the other half's newest value out of its line. So, for X(t) = [A(t-2) | E(t)],
//
//     X(t+1) = Σ(X(t)) + mix(X(t), X(t-1), X(t-2)) + swap(X(t-1)) + [-1 | 1] · X(t-3) + [0 | K(t) + W(t)]
//
// where swap exchanges the halves, Σ rotates each half by distances of its own, and mix is [Maj | Ch]. With
// either = Y ^ Z and both = [Y & Z | Z], both functions are the same: mix(X, Y, Z) = both ^ (X & either).
//
// Only Σ and mix wait for the round before. At the end two rounds more, whose words do not matter, give the last two of
// A. At the beginning X(-2) and X(-3) need A(-4) and A(-5), which the second line gives when it is read backwards.

#ifndef ENFORCER_KDF_LOCKSTEP_H
#define ENFORCER_KDF_LOCKSTEP_H

#include "kdf_kernels.h"

static inline uint32_t enforcer_kdf_rotate(uint32_t word, unsigned distance) {
    return word >> distance | word << (32 - distance);
}

// A(t-3) from A(t+1), E(t+1) and A(t) to A(t-2), which are b, c, d.
static inline uint32_t enforcer_kdf_earlier(uint32_t next, uint32_t next_e, uint32_t b, uint32_t c, uint32_t d) {
    uint32_t sigma = enforcer_kdf_rotate(b, 2) ^ enforcer_kdf_rotate(b, 13) ^ enforcer_kdf_rotate(b, 22);
    uint32_t majority = (b & c) ^ (b & d) ^ (c & d);
    return next_e + sigma + majority - next;
}

// The words of X(0) to X(-3) for a state to start from: the A and the E of each.
static inline void enforcer_kdf_start(const uint32_t state[ENFORCER_KDF_WORDS], uint32_t a[4], uint32_t e[4]) {
    a[0] = state[2];
    a[1] = state[3];
    a[2] = enforcer_kdf_earlier(state[0], state[4], state[1], state[2], state[3]);
    a[3] = enforcer_kdf_earlier(state[1], state[5], state[2], state[3], a[2]);
    for (size_t i = 0; i < 4; i++) {
        e[i] = state[4 + i];
    }
}

#endif
