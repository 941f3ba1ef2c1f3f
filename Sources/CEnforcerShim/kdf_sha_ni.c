// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The kernel for CPUs with the SHA instructions. One of these does two rounds and takes four cycles to give its result,
// but another one can begin before that: the two lanes take turns. The second lane is half a hash ahead, so that one of
// them always has rounds to do while the other has come from one hash to the next.

#include "kdf_kernels.h"

#if ENFORCER_KDF_X86

#include <immintrin.h>

#define TARGET __attribute__((target("sha,sse4.1")))
#define INLINE ENFORCER_KDF_INLINE TARGET

#define AS_IS(constant) constant,
static const uint32_t constants[64] __attribute__((aligned(16))) = {ENFORCER_KDF_CONSTANTS(AS_IS)};

// A state as SHA256RNDS2 wants it, its lowest word last: F, E, B, A and H, G, D, C.
typedef struct {
    __m128i abef;
    __m128i cdgh;
} state;

// The words of a digest, and so the half of the next block that changes, the lowest word first.
typedef struct {
    __m128i abcd;
    __m128i efgh;
} digest;

INLINE __m128i load(const uint32_t *words) { return _mm_loadu_si128((const __m128i *)words); }

INLINE void store(uint32_t *words, __m128i value) { _mm_storeu_si128((__m128i *)words, value); }

INLINE state load_state(const uint32_t *words) {
    __m128i badc = _mm_shuffle_epi32(load(words), 0xB1);
    __m128i fehg = _mm_shuffle_epi32(load(words + 4), 0xB1);
    return (state){_mm_unpacklo_epi64(fehg, badc), _mm_unpackhi_epi64(fehg, badc)};
}

INLINE digest digest_of(state value) {
    __m128 abef = _mm_castsi128_ps(value.abef), cdgh = _mm_castsi128_ps(value.cdgh);
    return (digest){_mm_castps_si128(_mm_shuffle_ps(abef, cdgh, 0xBB)),
                    _mm_castps_si128(_mm_shuffle_ps(abef, cdgh, 0x11))};
}

// A lane, and the hash that it is at.
typedef struct {
    state now;
    __m128i w[4];  // sixteen words of the message, a ring
    digest round;
    digest sum;
} lane;

// Begins to hash the block of the round and the padding, from the state that the inner or the outer pad left.
INLINE void begin(lane *l, const state *from) {
    l->now = *from;
    l->w[0] = l->round.abcd;
    l->w[1] = l->round.efgh;
    l->w[2] = _mm_set_epi32(0, 0, 0, (int)ENFORCER_KDF_PADDING_FIRST);
    l->w[3] = _mm_set_epi32((int)ENFORCER_KDF_PADDING_LAST, 0, 0, 0);
}

// Rounds 4i to 4i+3, and four words more of the message while there are some to come.
INLINE void four_rounds(lane *l, size_t i) {
    __m128i sums = _mm_add_epi32(l->w[i % 4], load(constants + 4 * i));
    // The first gives the new A, B, E, F; the old ones are the new C, D, G, H.
    l->now.cdgh = _mm_sha256rnds2_epu32(l->now.cdgh, l->now.abef, sums);
    l->now.abef = _mm_sha256rnds2_epu32(l->now.abef, l->now.cdgh, _mm_shuffle_epi32(sums, 0x0E));
    if (i >= 2 && i < 14) {
        // FIPS 180-4 §6.2.2, step 1: the oldest four give way.
        __m128i *w16 = &l->w[(i + 2) % 4];
        __m128i w12 = l->w[(i + 3) % 4], w8 = l->w[i % 4], w4 = l->w[(i + 1) % 4];
        __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(*w16, w12), _mm_alignr_epi8(w4, w8, 4));
        *w16 = _mm_sha256msg2_epu32(sum, w4);
    }
}

INLINE void finish(lane *l, const state *from) {
    state sum = {_mm_add_epi32(l->now.abef, from->abef), _mm_add_epi32(l->now.cdgh, from->cdgh)};
    l->round = digest_of(sum);
}

INLINE void add_up(lane *l) {
    l->sum.abcd = _mm_xor_si128(l->sum.abcd, l->round.abcd);
    l->sum.efgh = _mm_xor_si128(l->sum.efgh, l->round.efgh);
}

// Half of a hash, of one lane: rounds 4i to 4i+31.
INLINE void half(lane *l, size_t i) {
    four_rounds(l, i);
    four_rounds(l, i + 1);
    four_rounds(l, i + 2);
    four_rounds(l, i + 3);
    four_rounds(l, i + 4);
    four_rounds(l, i + 5);
    four_rounds(l, i + 6);
    four_rounds(l, i + 7);
}

// Halves of two lanes, from rounds 4i and 4j, in turns.
INLINE void halves(lane *first, size_t i, lane *second, size_t j) {
    four_rounds(first, i);
    four_rounds(second, j);
    four_rounds(first, i + 1);
    four_rounds(second, j + 1);
    four_rounds(first, i + 2);
    four_rounds(second, j + 2);
    four_rounds(first, i + 3);
    four_rounds(second, j + 3);
    four_rounds(first, i + 4);
    four_rounds(second, j + 4);
    four_rounds(first, i + 5);
    four_rounds(second, j + 5);
    four_rounds(first, i + 6);
    four_rounds(second, j + 6);
    four_rounds(first, i + 7);
    four_rounds(second, j + 7);
}

INLINE lane load_lane(const enforcer_kdf_work *work, size_t i) {
    lane result;
    result.round = (digest){load(work->round[i]), load(work->round[i] + 4)};
    result.sum = (digest){load(work->sum[i]), load(work->sum[i] + 4)};
    return result;
}

INLINE void store_lane(enforcer_kdf_work *work, size_t i, const lane *l) {
    store(work->round[i], l->round.abcd);
    store(work->round[i] + 4, l->round.efgh);
    store(work->sum[i], l->sum.abcd);
    store(work->sum[i] + 4, l->sum.efgh);
}

// These two are not inlined, so that the registers can be cleared after their last use of one.

__attribute__((noinline)) TARGET static void run_one(enforcer_kdf_work *work, uint32_t count) {
    const state inner = load_state(work->inner), outer = load_state(work->outer);
    lane only = load_lane(work, 0);
    for (uint32_t i = 0; i < count; i++) {
        begin(&only, &inner);
        half(&only, 0);
        half(&only, 8);
        finish(&only, &inner);
        begin(&only, &outer);
        half(&only, 0);
        half(&only, 8);
        finish(&only, &outer);
        add_up(&only);
    }
    store_lane(work, 0, &only);
}

__attribute__((noinline)) TARGET static void run_two(enforcer_kdf_work *work, uint32_t count) {
    const state inner = load_state(work->inner), outer = load_state(work->outer);
    lane first = load_lane(work, 0), second = load_lane(work, 1);
    begin(&second, &inner);
    half(&second, 0);
    for (uint32_t i = 0; i < count; i++) {
        begin(&first, &inner);
        halves(&first, 0, &second, 8);
        finish(&second, &inner);
        begin(&second, &outer);
        halves(&first, 8, &second, 0);
        finish(&first, &inner);
        begin(&first, &outer);
        halves(&first, 0, &second, 8);
        finish(&second, &outer);
        add_up(&second);
        // In the last iteration this begins a hash of which nothing is used.
        begin(&second, &inner);
        halves(&first, 8, &second, 0);
        finish(&first, &outer);
        add_up(&first);
    }
    store_lane(work, 0, &first);
    store_lane(work, 1, &second);
}

TARGET void enforcer_kdf_run_sha_ni(enforcer_kdf_work *work, size_t lanes, uint32_t count) {
    if (lanes == 1) {
        run_one(work, count);
    } else {
        run_two(work, count);
    }
    __asm__ volatile(
        "pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\tpxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
        "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\tpxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
        "pxor %%xmm8, %%xmm8\n\tpxor %%xmm9, %%xmm9\n\tpxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
        "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\tpxor %%xmm14, %%xmm14\n\tpxor %%xmm15, %%xmm15"
        :
        :
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
          "xmm13", "xmm14", "xmm15");
}

#endif
