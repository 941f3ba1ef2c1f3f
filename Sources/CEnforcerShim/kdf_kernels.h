// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What kdf.c shares with the kernels of PBKDF2-HMAC-SHA-256, of which each has a file of its own.
//
// An iteration hashes two blocks for each block of output, an inner and an outer one, from two states that depend on
// the secret alone. Both blocks hold 32 bytes that change and 32 that never do: the padding after 96 bytes. Blocks of
// output do not depend on each other, so a kernel works on two of them, its lanes, at once.

#ifndef ENFORCER_KDF_KERNELS_H
#define ENFORCER_KDF_KERNELS_H

#include "CEnforcerShim.h"

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#define ENFORCER_KDF_X86 1
#else
#define ENFORCER_KDF_X86 0
#endif

enum { ENFORCER_KDF_LANES = 2, ENFORCER_KDF_WORDS = 8 };

// All of it is secret. Words are numbers, in the order that FIPS 180-4 §5.3.3 gives them.
typedef struct {
    uint32_t inner[ENFORCER_KDF_WORDS];  // the state after the block secret ^ ipad
    uint32_t outer[ENFORCER_KDF_WORDS];  // the state after the block secret ^ opad
    uint32_t round[ENFORCER_KDF_LANES][ENFORCER_KDF_WORDS];  // U_i of RFC 8018 §5.2
    uint32_t sum[ENFORCER_KDF_LANES][ENFORCER_KDF_WORDS];    // U_1 xor … xor U_i
} enforcer_kdf_work;

// What every kernel does: for the first `lanes` lanes, 1 or 2, does `count` times
//
//     round = HMAC(secret, round)
//     sum = sum xor round
//
// The rounds and sums of other lanes hold anything afterwards. No branch and no address depends on a word. The
// vector registers that a kernel uses are cleared before the return. What the compiler keeps on the stack is left to the
// caller to clear; it is less than ENFORCER_KDF_STACK_SIZE bytes where it optimises.
typedef void enforcer_kdf_run(enforcer_kdf_work *work, size_t lanes, uint32_t count);

enum { ENFORCER_KDF_STACK_SIZE = 4096 };

enforcer_kdf_run enforcer_kdf_run_portable;  // kdf_portable.c
#if ENFORCER_KDF_X86
enforcer_kdf_run enforcer_kdf_run_avx2;      // kdf_avx2.c; needs AVX2
enforcer_kdf_run enforcer_kdf_run_avx512vl;  // kdf_avx512vl.c; needs AVX-512F, AVX-512VL and AVX2
enforcer_kdf_run enforcer_kdf_run_sha_ni;    // kdf_sha_ni.c; needs SHA and SSE4.1
#endif

// The kernel's function, or null when this machine cannot run it (kdf_kernels.c).
enforcer_kdf_run *enforcer_kdf_run_of(enforcer_kdf_kernel kernel);

// How a kernel's functions are inlined. Where nothing is optimised, inlining would only add up their stacks, to hundreds
// of kilobytes.
#if defined(__OPTIMIZE__)
#define ENFORCER_KDF_INLINE static inline __attribute__((always_inline))
#else
#define ENFORCER_KDF_INLINE static inline
#endif

// The padding of a block that ends a message of 96 bytes: words 8 to 15 (FIPS 180-4 §5.1.1).
#define ENFORCER_KDF_PADDING_FIRST 0x80000000U
#define ENFORCER_KDF_PADDING_LAST (96U * 8U)

// The constants of FIPS 180-4 §4.2.2 as a list: the argument says what to make of each.
#define ENFORCER_KDF_CONSTANTS(K) \
    K(0x428A2F98) K(0x71374491) K(0xB5C0FBCF) K(0xE9B5DBA5) K(0x3956C25B) K(0x59F111F1) K(0x923F82A4) K(0xAB1C5ED5) \
    K(0xD807AA98) K(0x12835B01) K(0x243185BE) K(0x550C7DC3) K(0x72BE5D74) K(0x80DEB1FE) K(0x9BDC06A7) K(0xC19BF174) \
    K(0xE49B69C1) K(0xEFBE4786) K(0x0FC19DC6) K(0x240CA1CC) K(0x2DE92C6F) K(0x4A7484AA) K(0x5CB0A9DC) K(0x76F988DA) \
    K(0x983E5152) K(0xA831C66D) K(0xB00327C8) K(0xBF597FC7) K(0xC6E00BF3) K(0xD5A79147) K(0x06CA6351) K(0x14292967) \
    K(0x27B70A85) K(0x2E1B2138) K(0x4D2C6DFC) K(0x53380D13) K(0x650A7354) K(0x766A0ABB) K(0x81C2C92E) K(0x92722C85) \
    K(0xA2BFE8A1) K(0xA81A664B) K(0xC24B8B70) K(0xC76C51A3) K(0xD192E819) K(0xD6990624) K(0xF40E3585) K(0x106AA070) \
    K(0x19A4C116) K(0x1E376C08) K(0x2748774C) K(0x34B0BCB5) K(0x391C0CB3) K(0x4ED8AA4A) K(0x5B9CCA4F) K(0x682E6FF3) \
    K(0x748F82EE) K(0x78A5636F) K(0x84C87814) K(0x8CC70208) K(0x90BEFFFA) K(0xA4506CEB) K(0xBEF9A3F7) K(0xC67178F2)

#endif
