// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The kernel for CPUs with AVX-512VL: its rotations and its functions of three bits, on registers of 128 and 256 bits
// (those of 512 cost clock speed). kdf_lockstep.h explains the rounds.
//
// A word of both lanes is a pair, 64 bits. A round's register X is [A | E], a pair each; four words of the message are
// one register of 256 bits.

#include "kdf_lockstep.h"

#if ENFORCER_KDF_X86

#include <immintrin.h>
#include <openssl/crypto.h>

#define TARGET __attribute__((target("avx512f,avx512vl")))
#define INLINE ENFORCER_KDF_INLINE TARGET

#define TWICE(constant) constant, constant,
static const uint32_t constants[2 * 64] __attribute__((aligned(32))) = {ENFORCER_KDF_CONSTANTS(TWICE)};

// Truth tables for VPTERNLOGD: bit 4x + 2y + z is the result for x, y, z.
enum { XOR = 0x96, BOTH = 0x8A, MIX = 0x6A };

typedef struct {
    __m128i distances[3];  // of the rotations in Σ
    __m128i signs;         // [-1 | 1]
    __m128i low;           // [all ones | 0]
    __mmask8 high;         // the half of E
} helpers;

typedef struct {
    __m128i x[4];  // X(t) to X(t-3)
} state;

// The words of a state or digest, two pairs a register: ab, cd, ef, gh.
typedef struct {
    __m128i pairs[4];
} words;

// A state to start from.
typedef struct {
    state second;  // before round 1, as if W(0) were 0
    words added;   // the words themselves, to be added at the end
} initial;

typedef struct {
    uint64_t sums[64] __attribute__((aligned(32)));  // K(t) + W(t)
    initial inner_outer[2];
} workspace;

INLINE __m128i add(__m128i first, __m128i second) { return _mm_add_epi32(first, second); }

INLINE __m256i add4(__m256i first, __m256i second) { return _mm256_add_epi32(first, second); }

INLINE __m128i both_lanes(uint32_t low, uint32_t high) {
    return _mm_setr_epi32((int)low, (int)low, (int)high, (int)high);
}

// MARK: - Rounds

INLINE __m128i big_sigma(__m128i x, const helpers *help) {
    return _mm_ternarylogic_epi32(_mm_rorv_epi32(x, help->distances[0]), _mm_rorv_epi32(x, help->distances[1]),
                                  _mm_rorv_epi32(x, help->distances[2]), XOR);
}

INLINE __m128i mix(__m128i x, __m128i y, __m128i z, const helpers *help) {
    __m128i both = _mm_ternarylogic_epi32(help->low, y, z, BOTH);
    return _mm_ternarylogic_epi32(x, _mm_xor_si128(y, z), both, MIX);
}

// One round. The high half of `sum` is K + W; its low half may hold anything.
INLINE void one_round(state *s, __m128i sum, const helpers *help) {
    __m128i early = add(_mm_shuffle_epi32(s->x[1], 0x4E), _mm_sign_epi32(s->x[3], help->signs));
    early = _mm_mask_add_epi32(early, help->high, early, sum);
    // Kept apart, so that the compiler does not put these additions, which can be made early, after the others.
    __asm__("" : "+v"(early));
    early = add(early, mix(s->x[0], s->x[1], s->x[2], help));
    __asm__("" : "+v"(early));
    __m128i next = add(early, big_sigma(s->x[0], help));
    s->x[3] = s->x[2];
    s->x[2] = s->x[1];
    s->x[1] = s->x[0];
    s->x[0] = next;
}

// Rounds first to first + 3. A load of one pair costs less than a shuffle.
INLINE void four_rounds(state *s, const workspace *work, size_t first, const helpers *help) {
    one_round(s, _mm_set1_epi64x((long long)work->sums[first]), help);
    one_round(s, _mm_set1_epi64x((long long)work->sums[first + 1]), help);
    one_round(s, _mm_set1_epi64x((long long)work->sums[first + 2]), help);
    one_round(s, _mm_set1_epi64x((long long)work->sums[first + 3]), help);
}

// MARK: - Message

INLINE __m256i small_sigma0(__m256i w) {
    return _mm256_ternarylogic_epi32(_mm256_ror_epi32(w, 7), _mm256_ror_epi32(w, 18), _mm256_srli_epi32(w, 3), XOR);
}

INLINE __m256i small_sigma1(__m256i w) {
    return _mm256_ternarylogic_epi32(_mm256_ror_epi32(w, 17), _mm256_ror_epi32(w, 19), _mm256_srli_epi32(w, 10), XOR);
}

// Words t to t+3 of the message (FIPS 180-4 §6.2.2, step 1) from the sixteen before them, the oldest first, in three
// steps. The last two words need the first two.
INLINE __m256i extend_begin(__m256i w16, __m256i w12, __m256i w8, __m256i w4) {
    return add4(add4(w16, _mm256_alignr_epi64(w4, w8, 1)), small_sigma0(_mm256_alignr_epi64(w12, w16, 1)));
}

INLINE __m256i extend_low(__m256i begun, __m256i w4) {
    return add4(begun, small_sigma1(_mm256_maskz_permutex_epi64(0x3, w4, 0x0E)));
}

INLINE __m256i extend_high(__m256i begun) {
    return add4(begun, small_sigma1(_mm256_maskz_permutex_epi64(0xC, begun, 0x40)));
}

INLINE __m256i extend(__m256i w16, __m256i w12, __m256i w8, __m256i w4) {
    return extend_high(extend_low(extend_begin(w16, w12, w8, w4), w4));
}

INLINE void put(workspace *work, size_t first, __m256i w) {
    const __m256i *k = (const __m256i *)(constants + 2 * first);
    _mm256_store_si256((__m256i *)(work->sums + first), add4(w, *k));
}

// Makes the compiler load what was put, instead of taking it apart in registers.
INLINE void settle(workspace *work) { __asm__ volatile("" : : "r"(work) : "memory"); }

// Words 8 to 11 and 12 to 15, of which most are zero.
#define FIRST (long long)(0x100000001ULL * ENFORCER_KDF_PADDING_FIRST)
#define LAST (long long)(0x100000001ULL * ENFORCER_KDF_PADDING_LAST)
INLINE __m256i padding_first(void) { return _mm256_setr_epi64x(FIRST, 0, 0, 0); }
INLINE __m256i padding_last(void) { return _mm256_setr_epi64x(0, 0, 0, LAST); }

// MARK: - Hash

// Rounds 16 to 31 or 32 to 47, and the words for the sixteen after them.
INLINE void sixteen_rounds(state *s, __m256i w[4], workspace *work, size_t first, const helpers *help) {
    four_rounds(s, work, first, help);
    w[0] = extend(w[0], w[1], w[2], w[3]);
    put(work, first + 16, w[0]);
    four_rounds(s, work, first + 4, help);
    w[1] = extend(w[1], w[2], w[3], w[0]);
    put(work, first + 20, w[1]);
    four_rounds(s, work, first + 8, help);
    w[2] = extend(w[2], w[3], w[0], w[1]);
    put(work, first + 24, w[2]);
    four_rounds(s, work, first + 12, help);
    w[3] = extend(w[3], w[0], w[1], w[2]);
    put(work, first + 28, w[3]);
    settle(work);
}

// Hashes the block of `digest` and the padding, and replaces the digest by the result.
INLINE void hash(words *digest, const initial *from, workspace *work, const helpers *help) {
    state s = from->second;
    const __m128i *k = (const __m128i *)constants;
    __m128i *sums = (__m128i *)work->sums;
    // What is still missing of round 0.
    s.x[0] = add(s.x[0], _mm_slli_si128(digest->pairs[0], 8));
    one_round(&s, add(digest->pairs[0], k[0]), help);
    for (size_t i = 1; i < 4; i++) {
        sums[i] = add(digest->pairs[i], k[i]);
    }
    settle(work);
    one_round(&s, _mm_set1_epi64x((long long)work->sums[2]), help);
    one_round(&s, _mm_set1_epi64x((long long)work->sums[3]), help);

    const __m256i sigma_of_last = small_sigma1(_mm256_setr_epi64x(0, LAST, 0, 0));
    __m256i w[4] = {_mm256_set_m128i(digest->pairs[1], digest->pairs[0]),
                    _mm256_set_m128i(digest->pairs[3], digest->pairs[2])};
    // Most of the padding is zero, and so is most of what its words add to the next sixteen.
    w[0] = extend_high(add4(add4(w[0], sigma_of_last), small_sigma0(_mm256_alignr_epi64(w[1], w[0], 1))));
    put(work, 16, w[0]);
    four_rounds(&s, work, 4, help);
    w[1] = extend(w[1], padding_first(), padding_last(), w[0]);
    put(work, 20, w[1]);
    four_rounds(&s, work, 8, help);
    w[2] = extend_high(extend_low(add4(padding_first(), _mm256_alignr_epi64(w[1], w[0], 1)), w[1]));
    put(work, 24, w[2]);
    four_rounds(&s, work, 12, help);
    w[3] = extend(padding_last(), w[0], w[1], w[2]);
    put(work, 28, w[3]);
    settle(work);

    sixteen_rounds(&s, w, work, 16, help);
    sixteen_rounds(&s, w, work, 32, help);
    for (size_t t = 48; t < 64; t += 4) {
        four_rounds(&s, work, t, help);
    }
    __m128i x62 = s.x[2], x61 = s.x[3];
    one_round(&s, _mm_setzero_si128(), help);
    one_round(&s, _mm_setzero_si128(), help);
    digest->pairs[0] = add(from->added.pairs[0], _mm_unpacklo_epi64(s.x[0], s.x[1]));
    digest->pairs[1] = add(from->added.pairs[1], _mm_unpacklo_epi64(s.x[2], s.x[3]));
    digest->pairs[2] = add(from->added.pairs[2], _mm_unpackhi_epi64(s.x[2], s.x[3]));
    digest->pairs[3] = add(from->added.pairs[3], _mm_unpackhi_epi64(x62, x61));
}

// MARK: - Kernel

INLINE void prepare(initial *from, const uint32_t *h, const helpers *help) {
    uint32_t a[4], e[4];
    enforcer_kdf_start(h, a, e);
    for (size_t i = 0; i < 4; i++) {
        from->second.x[i] = both_lanes(a[i], e[i]);
        from->added.pairs[i] = both_lanes(h[2 * i], h[2 * i + 1]);
    }
    one_round(&from->second, both_lanes(0, constants[0]), help);
}

INLINE words load(uint32_t lanes[ENFORCER_KDF_LANES][ENFORCER_KDF_WORDS]) {
    words result;
    for (size_t i = 0; i < 2; i++) {
        __m128i first = _mm_loadu_si128((const __m128i *)(lanes[0] + 4 * i));
        __m128i second = _mm_loadu_si128((const __m128i *)(lanes[1] + 4 * i));
        result.pairs[2 * i] = _mm_unpacklo_epi32(first, second);
        result.pairs[2 * i + 1] = _mm_unpackhi_epi32(first, second);
    }
    return result;
}

INLINE void store(uint32_t lanes[ENFORCER_KDF_LANES][ENFORCER_KDF_WORDS], const words *value) {
    for (size_t i = 0; i < 2; i++) {
        __m128i first = _mm_shuffle_epi32(value->pairs[2 * i], 0xD8);
        __m128i second = _mm_shuffle_epi32(value->pairs[2 * i + 1], 0xD8);
        _mm_storeu_si128((__m128i *)(lanes[0] + 4 * i), _mm_unpacklo_epi64(first, second));
        _mm_storeu_si128((__m128i *)(lanes[1] + 4 * i), _mm_unpackhi_epi64(first, second));
    }
}

// Not inlined, so that the registers can be cleared after its last use of one.
__attribute__((noinline)) TARGET static void run(enforcer_kdf_work *work, uint32_t count) {
    helpers help = {
        {_mm_setr_epi32(2, 2, 6, 6), _mm_setr_epi32(13, 13, 11, 11), _mm_setr_epi32(22, 22, 25, 25)},
        _mm_setr_epi32(-1, -1, 1, 1),
        _mm_setr_epi32(-1, -1, 0, 0),
        0xC,
    };
    // As a constant it would be turned into a blend, which is an instruction more.
    __asm__("" : "+Yk"(help.high));
    workspace space;
    prepare(&space.inner_outer[0], work->inner, &help);
    prepare(&space.inner_outer[1], work->outer, &help);
    put(&space, 8, padding_first());
    settle(&space);  // Otherwise the two become one of 512 bits.
    put(&space, 12, padding_last());
    words digest = load(work->round), sum = load(work->sum);
    for (uint32_t i = 0; i < count; i++) {
        for (size_t half = 0; half < 2; half++) {
            // One copy of the code for both, which the instruction cache has room for.
            __asm__ volatile("" : "+r"(half));
            hash(&digest, &space.inner_outer[half], &space, &help);
        }
        for (size_t j = 0; j < 4; j++) {
            sum.pairs[j] = _mm_xor_si128(sum.pairs[j], digest.pairs[j]);
        }
    }
    store(work->round, &digest);
    store(work->sum, &sum);
    OPENSSL_cleanse(&space, sizeof space);
}

TARGET void enforcer_kdf_run_avx512vl(enforcer_kdf_work *work, size_t lanes, uint32_t count) {
    (void)lanes;  // One lane costs what two cost.
    run(work, count);
    __asm__ volatile(
        "vzeroall\n\t"
        "vpxorq %%xmm16, %%xmm16, %%xmm16\n\tvpxorq %%xmm17, %%xmm17, %%xmm17\n\t"
        "vpxorq %%xmm18, %%xmm18, %%xmm18\n\tvpxorq %%xmm19, %%xmm19, %%xmm19\n\t"
        "vpxorq %%xmm20, %%xmm20, %%xmm20\n\tvpxorq %%xmm21, %%xmm21, %%xmm21\n\t"
        "vpxorq %%xmm22, %%xmm22, %%xmm22\n\tvpxorq %%xmm23, %%xmm23, %%xmm23\n\t"
        "vpxorq %%xmm24, %%xmm24, %%xmm24\n\tvpxorq %%xmm25, %%xmm25, %%xmm25\n\t"
        "vpxorq %%xmm26, %%xmm26, %%xmm26\n\tvpxorq %%xmm27, %%xmm27, %%xmm27\n\t"
        "vpxorq %%xmm28, %%xmm28, %%xmm28\n\tvpxorq %%xmm29, %%xmm29, %%xmm29\n\t"
        "vpxorq %%xmm30, %%xmm30, %%xmm30\n\tvpxorq %%xmm31, %%xmm31, %%xmm31"
        :
        :
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
          "xmm13", "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24",
          "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31");
}

#endif
