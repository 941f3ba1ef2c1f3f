// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The kernel for CPUs with AVX2 and nothing better, which is also what some virtual machines leave of newer ones.
// kdf_lockstep.h explains the rounds.
//
// AVX2 cannot rotate. So a word has 64 bits, twice the same 32, and a shift to the right by less than 32 leaves the
// rotated word in the lower ones; what is in the upper ones does not matter until the word is made double again. A pair,
// a word of both lanes, is 128 bits. A round's register X is [A | E], a pair each; two words of the message are one
// register.

#include "kdf_lockstep.h"

#if ENFORCER_KDF_X86

#include <immintrin.h>
#include <openssl/crypto.h>

#define TARGET __attribute__((target("avx2")))
#define INLINE ENFORCER_KDF_INLINE TARGET

#define PAIR(constant) constant, constant, constant, constant,
static const uint32_t constants[4 * 64] __attribute__((aligned(32))) = {ENFORCER_KDF_CONSTANTS(PAIR)};

typedef struct {
    __m256i distances[3];  // of the rotations in Σ
    __m256i signs;         // [-1 | 1]
} helpers;

typedef struct {
    __m256i x[4];  // X(t) to X(t-3)
} state;

// The words of a state or digest, two pairs a register: ab, cd, ef, gh.
typedef struct {
    __m256i pairs[4];
} words;

// A state to start from.
typedef struct {
    state second;  // before round 1, as if W(0) were 0
    words added;   // the words themselves, to be added at the end
} initial;

typedef struct {
    __m256i sums[64];  // [0 | K(t) + W(t)]
    initial inner_outer[2];
} workspace;

INLINE __m256i add(__m256i first, __m256i second) { return _mm256_add_epi32(first, second); }

INLINE __m256i xor3(__m256i first, __m256i second, __m256i third) {
    return _mm256_xor_si256(_mm256_xor_si256(first, second), third);
}

INLINE __m256i doubled(__m256i w) { return _mm256_shuffle_epi32(w, 0xA0); }

INLINE __m256i high_half(__m128i pair) { return _mm256_inserti128_si256(_mm256_setzero_si256(), pair, 1); }

INLINE __m256i both_lanes(uint32_t low, uint32_t high) {
    return _mm256_setr_m128i(_mm_set1_epi32((int)low), _mm_set1_epi32((int)high));
}

// MARK: - Rounds

INLINE __m256i big_sigma(__m256i x, const helpers *help) {
    return xor3(_mm256_srlv_epi64(x, help->distances[0]), _mm256_srlv_epi64(x, help->distances[1]),
                _mm256_srlv_epi64(x, help->distances[2]));
}

INLINE __m256i mix(__m256i x, __m256i y, __m256i z) {
    __m256i both = _mm256_blend_epi32(_mm256_and_si256(y, z), z, 0xF0);
    return _mm256_xor_si256(both, _mm256_and_si256(x, _mm256_xor_si256(y, z)));
}

// One round; `sum` is [0 | K + W].
INLINE void one_round(state *s, __m256i sum, const helpers *help) {
    __m256i early = add(_mm256_permute4x64_epi64(s->x[1], 0x4E), _mm256_sign_epi32(s->x[3], help->signs));
    early = add(early, sum);
    // Kept apart, so that the compiler does not put these additions, which can be made early, after the others.
    __asm__("" : "+x"(early));
    early = add(early, mix(s->x[0], s->x[1], s->x[2]));
    __asm__("" : "+x"(early));
    __m256i next = doubled(add(early, big_sigma(s->x[0], help)));
    s->x[3] = s->x[2];
    s->x[2] = s->x[1];
    s->x[1] = s->x[0];
    s->x[0] = next;
}

// MARK: - Message

INLINE __m256i small_sigma0(__m256i w) {
    return xor3(_mm256_srli_epi64(w, 7), _mm256_srli_epi64(w, 18), _mm256_srli_epi32(w, 3));
}

INLINE __m256i small_sigma1(__m256i w) {
    return xor3(_mm256_srli_epi64(w, 17), _mm256_srli_epi64(w, 19), _mm256_srli_epi32(w, 10));
}

// The two words across the seam of two registers.
INLINE __m256i across(__m256i first, __m256i second) { return _mm256_permute2x128_si256(first, second, 0x21); }

// Puts K + W of words first and first + 1 where the rounds look for them. The other halves stay zero.
INLINE void put(workspace *work, size_t first, __m256i w) {
    __m256i sums = add(w, *(const __m256i *)(constants + 4 * first));
    _mm_store_si128((__m128i *)&work->sums[first] + 1, _mm256_castsi256_si128(sums));
    _mm_store_si128((__m128i *)&work->sums[first + 1] + 1, _mm256_extracti128_si256(sums, 1));
}

// Replaces the oldest two of sixteen words of the message, register `i` of the ring, by the next two, which are words
// first and first + 1 (FIPS 180-4 §6.2.2, step 1).
INLINE void extend(__m256i w[8], size_t i, workspace *work, size_t first) {
    __m256i sum = add(w[i], across(w[(i + 4) % 8], w[(i + 5) % 8]));
    sum = add(sum, small_sigma0(across(w[i], w[(i + 1) % 8])));
    w[i] = doubled(add(sum, small_sigma1(w[(i + 7) % 8])));
    put(work, first, w[i]);
}

// Makes the compiler load what was put, instead of taking it apart in registers.
INLINE void settle(workspace *work) { __asm__ volatile("" : : "r"(work) : "memory"); }

// MARK: - Hash

INLINE void two_rounds(state *s, const workspace *work, size_t first, const helpers *help) {
    one_round(s, work->sums[first], help);
    one_round(s, work->sums[first + 1], help);
}

// As `two_rounds`, for what was put just now: a load of a whole register would have to wait until it is in the cache.
INLINE void two_rounds_at_once(state *s, const workspace *work, size_t first, const helpers *help) {
    one_round(s, high_half(((const __m128i *)&work->sums[first])[1]), help);
    one_round(s, high_half(((const __m128i *)&work->sums[first + 1])[1]), help);
}

// Sixteen rounds, and the words for the sixteen after them.
INLINE void sixteen_rounds(state *s, __m256i w[8], workspace *work, size_t first, const helpers *help) {
    two_rounds(s, work, first, help);
    extend(w, 0, work, first + 16);
    two_rounds(s, work, first + 2, help);
    extend(w, 1, work, first + 18);
    settle(work);
    two_rounds(s, work, first + 4, help);
    extend(w, 2, work, first + 20);
    two_rounds(s, work, first + 6, help);
    extend(w, 3, work, first + 22);
    settle(work);
    two_rounds(s, work, first + 8, help);
    extend(w, 4, work, first + 24);
    two_rounds(s, work, first + 10, help);
    extend(w, 5, work, first + 26);
    settle(work);
    two_rounds(s, work, first + 12, help);
    extend(w, 6, work, first + 28);
    two_rounds(s, work, first + 14, help);
    extend(w, 7, work, first + 30);
    settle(work);
}

// Hashes the block of `digest` and the padding, and replaces the digest by the result.
INLINE void hash(words *digest, const initial *from, workspace *work, const helpers *help) {
    const __m256i none = _mm256_setzero_si256();
    __m256i w[8] = {digest->pairs[0],
                    digest->pairs[1],
                    digest->pairs[2],
                    digest->pairs[3],
                    both_lanes(ENFORCER_KDF_PADDING_FIRST, 0),
                    none,
                    none,
                    both_lanes(0, ENFORCER_KDF_PADDING_LAST)};
    state s = from->second;
    // What is still missing of round 0.
    s.x[0] = add(s.x[0], high_half(_mm256_castsi256_si128(w[0])));
    for (size_t i = 0; i < 4; i++) {
        put(work, 2 * i, w[i]);
    }
    settle(work);
    one_round(&s, high_half(((const __m128i *)&work->sums[1])[1]), help);
    extend(w, 0, work, 16);
    two_rounds_at_once(&s, work, 2, help);
    extend(w, 1, work, 18);
    two_rounds_at_once(&s, work, 4, help);
    extend(w, 2, work, 20);
    two_rounds_at_once(&s, work, 6, help);
    extend(w, 3, work, 22);
    two_rounds(&s, work, 8, help);
    extend(w, 4, work, 24);
    two_rounds(&s, work, 10, help);
    extend(w, 5, work, 26);
    two_rounds(&s, work, 12, help);
    extend(w, 6, work, 28);
    two_rounds(&s, work, 14, help);
    extend(w, 7, work, 30);
    settle(work);
    for (size_t t = 16; t < 48; t += 16) {
        // One copy of the code for both, which the instruction cache has room for.
        __asm__ volatile("" : "+r"(t));
        sixteen_rounds(&s, w, work, t, help);
    }
    for (size_t t = 48; t < 64; t += 4) {
        __asm__ volatile("" : "+r"(t));
        two_rounds(&s, work, t, help);
        two_rounds(&s, work, t + 2, help);
    }
    __m256i x62 = s.x[2], x61 = s.x[3];
    one_round(&s, none, help);
    one_round(&s, none, help);
    digest->pairs[0] = add(from->added.pairs[0], _mm256_permute2x128_si256(s.x[0], s.x[1], 0x20));
    digest->pairs[1] = add(from->added.pairs[1], _mm256_permute2x128_si256(s.x[2], s.x[3], 0x20));
    digest->pairs[2] = add(from->added.pairs[2], _mm256_permute2x128_si256(s.x[2], s.x[3], 0x31));
    digest->pairs[3] = add(from->added.pairs[3], _mm256_permute2x128_si256(x62, x61, 0x31));
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
    for (size_t i = 0; i < 4; i++) {
        __m128i first = _mm_loadl_epi64((const __m128i *)(lanes[0] + 2 * i));
        __m128i second = _mm_loadl_epi64((const __m128i *)(lanes[1] + 2 * i));
        __m256i both = _mm256_castsi128_si256(_mm_unpacklo_epi32(first, second));
        result.pairs[i] = doubled(_mm256_shuffle_epi32(_mm256_permute4x64_epi64(both, 0x50), 0x50));
    }
    return result;
}

INLINE void store(uint32_t lanes[ENFORCER_KDF_LANES][ENFORCER_KDF_WORDS], const words *value) {
    for (size_t i = 0; i < 4; i++) {
        __m128i low = _mm256_castsi256_si128(value->pairs[i]);
        __m128i high = _mm256_extracti128_si256(value->pairs[i], 1);
        _mm_storel_epi64((__m128i *)(lanes[0] + 2 * i), _mm_unpacklo_epi32(low, high));
        _mm_storel_epi64((__m128i *)(lanes[1] + 2 * i), _mm_unpackhi_epi32(low, high));
    }
}

// Not inlined, so that the registers can be cleared after its last use of one.
__attribute__((noinline)) TARGET static void run(enforcer_kdf_work *work, uint32_t count) {
    const helpers help = {
        {_mm256_setr_epi64x(2, 2, 6, 6), _mm256_setr_epi64x(13, 13, 11, 11), _mm256_setr_epi64x(22, 22, 25, 25)},
        both_lanes((uint32_t)-1, 1),
    };
    workspace space;
    prepare(&space.inner_outer[0], work->inner, &help);
    prepare(&space.inner_outer[1], work->outer, &help);
    for (size_t t = 0; t < 64; t++) {
        uint32_t padding = t == 8 ? ENFORCER_KDF_PADDING_FIRST : t == 15 ? ENFORCER_KDF_PADDING_LAST : 0;
        space.sums[t] = both_lanes(0, constants[4 * t] + padding);
    }
    words digest = load(work->round), sum = load(work->sum);
    for (uint32_t i = 0; i < count; i++) {
        for (size_t half = 0; half < 2; half++) {
            // As above: one copy.
            __asm__ volatile("" : "+r"(half));
            hash(&digest, &space.inner_outer[half], &space, &help);
        }
        for (size_t j = 0; j < 4; j++) {
            sum.pairs[j] = _mm256_xor_si256(sum.pairs[j], digest.pairs[j]);
        }
    }
    store(work->round, &digest);
    store(work->sum, &sum);
    OPENSSL_cleanse(&space, sizeof space);
}

TARGET void enforcer_kdf_run_avx2(enforcer_kdf_work *work, size_t lanes, uint32_t count) {
    (void)lanes;  // One lane costs what two cost.
    run(work, count);
    _mm256_zeroall();
}

#endif
