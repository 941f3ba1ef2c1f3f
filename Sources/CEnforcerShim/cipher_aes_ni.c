// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "cipher_aes_ni.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <openssl/crypto.h>

#define TARGET __attribute__((target("aes,sse2")))

enum { BLOCK = 16, ROUNDS = 14, KEY_SIZE = 32 };

// Blocks that are decrypted together: an instruction takes several cycles to give its result, and others can begin
// meanwhile.
enum { LANES = 4 };

// Round keys in the order of their use.
typedef struct {
    __m128i round[ROUNDS + 1];
} schedule;

bool enforcer_aes_ni_is_available(void) {
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_AES) != 0;
}

TARGET static inline __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

TARGET static inline void store(uint8_t *bytes, __m128i block) { _mm_storeu_si128((__m128i *)bytes, block); }

// The next four words of the schedule (FIPS 197 §5.2) from those eight before them. Each takes in all that come before
// it of the four, which is what the two shifts add up to, and `mixed`, the substituted word.
TARGET static inline __m128i next_words(__m128i words, __m128i mixed) {
    words = _mm_xor_si128(words, _mm_slli_si128(words, 4));
    words = _mm_xor_si128(words, _mm_slli_si128(words, 8));
    return _mm_xor_si128(words, mixed);
}

// Macros, because the round constant has to be one for the compiler, too. The second has none, and does not rotate.
#define ROTATED(index, constant)                                                                                       \
    (keys->round[index] = next_words(                                                                                  \
         keys->round[(index) - 2],                                                                                     \
         _mm_shuffle_epi32(_mm_aeskeygenassist_si128(keys->round[(index) - 1], constant), 0xFF)))
#define SUBSTITUTED(index)                                                                                             \
    (keys->round[index] = next_words(                                                                                  \
         keys->round[(index) - 2], _mm_shuffle_epi32(_mm_aeskeygenassist_si128(keys->round[(index) - 1], 0), 0xAA)))

TARGET static void expand(schedule *keys, const uint8_t *key) {
    keys->round[0] = load(key);
    keys->round[1] = load(key + BLOCK);
    ROTATED(2, 0x01);
    SUBSTITUTED(3);
    ROTATED(4, 0x02);
    SUBSTITUTED(5);
    ROTATED(6, 0x04);
    SUBSTITUTED(7);
    ROTATED(8, 0x08);
    SUBSTITUTED(9);
    ROTATED(10, 0x10);
    SUBSTITUTED(11);
    ROTATED(12, 0x20);
    SUBSTITUTED(13);
    ROTATED(14, 0x40);
}

// For the equivalent inverse cipher (FIPS 197 §5.3.5): backwards, and all but the outer ones through InvMixColumns.
TARGET static void invert(schedule *keys) {
    for (size_t i = 0; i < ROUNDS - i; i++) {
        __m128i first = keys->round[i];
        keys->round[i] = keys->round[ROUNDS - i];
        keys->round[ROUNDS - i] = first;
    }
    for (size_t i = 1; i < ROUNDS; i++) {
        keys->round[i] = _mm_aesimc_si128(keys->round[i]);
    }
}

TARGET static inline void decrypt_blocks(const schedule *keys, __m128i *blocks, size_t count) {
    for (size_t lane = 0; lane < count; lane++) {
        blocks[lane] = _mm_xor_si128(blocks[lane], keys->round[0]);
    }
    for (size_t round = 1; round < ROUNDS; round++) {
        for (size_t lane = 0; lane < count; lane++) {
            blocks[lane] = _mm_aesdec_si128(blocks[lane], keys->round[round]);
        }
    }
    for (size_t lane = 0; lane < count; lane++) {
        blocks[lane] = _mm_aesdeclast_si128(blocks[lane], keys->round[ROUNDS]);
    }
}

TARGET void enforcer_aes_ni_decrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count) {
    schedule keys;
    expand(&keys, secret);
    invert(&keys);
    __m128i previous = load(secret + KEY_SIZE);
    while (count > 0) {
        size_t lanes = count < LANES ? 1 : LANES;
        __m128i blocks[LANES];
        for (size_t lane = 0; lane < lanes; lane++) {
            blocks[lane] = load(input + lane * BLOCK);
        }
        if (lanes == LANES) {
            decrypt_blocks(&keys, blocks, LANES);
        } else {
            decrypt_blocks(&keys, blocks, 1);
        }
        for (size_t lane = 0; lane < lanes; lane++) {
            store(output + lane * BLOCK, _mm_xor_si128(blocks[lane], previous));
            previous = load(input + lane * BLOCK);
        }
        input += lanes * BLOCK;
        output += lanes * BLOCK;
        count -= lanes;
    }
    OPENSSL_cleanse(&keys, sizeof keys);
}

TARGET void enforcer_aes_ni_encrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count) {
    schedule keys;
    expand(&keys, secret);
    __m128i block = load(secret + KEY_SIZE);
    for (size_t i = 0; i < count; i++) {
        block = _mm_xor_si128(_mm_xor_si128(block, load(input + i * BLOCK)), keys.round[0]);
        for (size_t round = 1; round < ROUNDS; round++) {
            block = _mm_aesenc_si128(block, keys.round[round]);
        }
        block = _mm_aesenclast_si128(block, keys.round[ROUNDS]);
        store(output + i * BLOCK, block);
    }
    OPENSSL_cleanse(&keys, sizeof keys);
}

#else

bool enforcer_aes_ni_is_available(void) { return false; }

void enforcer_aes_ni_decrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count) {
    (void)secret, (void)input, (void)output, (void)count;
}

void enforcer_aes_ni_encrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count) {
    (void)secret, (void)input, (void)output, (void)count;
}

#endif
