// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const uint8_t characters[64] __attribute__((aligned(64))) = {
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
    'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
    's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '/',
};

// The value of a character, from '+' to 'z'; NONE for those between that are in neither alphabet.
#define NONE 0xFF
static const uint8_t values[] = {
    62, NONE, 62, NONE, 63,                                              // + - /
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61,                              // 0 to 9
    NONE, NONE, NONE, NONE, NONE, NONE, NONE,                            // : to @
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,                            // A to M
    13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,                  // N to Z
    NONE, NONE, NONE, NONE, 63, NONE,                                    // _
    26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,                  // a to m
    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,                  // n to z
};

static inline uint32_t value_of(uint8_t character) {
    unsigned index = (unsigned)character - '+';
    return index < sizeof values ? values[index] : NONE;
}

static inline void encode_group(uint8_t *text, uint32_t group) {
    text[0] = characters[group >> 18];
    text[1] = characters[group >> 12 & 63];
    text[2] = characters[group >> 6 & 63];
    text[3] = characters[group & 63];
}

#if defined(__x86_64__)

// Takes 24 bytes at a time while there are 28 to read, and gives how many it took.
__attribute__((target("avx2"))) static size_t encode_avx2(uint8_t *text, const uint8_t *bytes, size_t size) {
    // Each 32 bits get the three bytes of their group as b1 b0 b2 b1, so that every field of six bits lies within 16.
    const __m256i spread = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,
                                            1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    // What is to be added to a value, by its class: 0 for a to z, 1 to 10 for the digits, 11 for +, 12 for /, 13 for A to Z.
    const __m256i offsets = _mm256_setr_epi8(
        'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
        '+' - 62, '/' - 63, 'A', 0, 0,
        'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
        '+' - 62, '/' - 63, 'A', 0, 0);
    size_t done = 0;
    while (size - done >= 28) {
        __m128i low = _mm_loadu_si128((const __m128i *)(const void *)(bytes + done));
        __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(bytes + done + 12));
        __m256i groups = _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), spread);
        // Multiplying moves each field to its place: the outer ones down by 10 and 6 bits, the inner ones up by 4 and 8.
        __m256i outer = _mm256_mulhi_epu16(_mm256_and_si256(groups, _mm256_set1_epi32(0x0FC0FC00)),
                                           _mm256_set1_epi32(0x04000040));
        __m256i inner = _mm256_mullo_epi16(_mm256_and_si256(groups, _mm256_set1_epi32(0x003F03F0)),
                                           _mm256_set1_epi32(0x01000010));
        __m256i fields = _mm256_or_si256(outer, inner);
        __m256i class = _mm256_subs_epu8(fields, _mm256_set1_epi8(51));
        __m256i capital = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), fields);
        class = _mm256_or_si256(class, _mm256_and_si256(capital, _mm256_set1_epi8(13)));
        __m256i encoded = _mm256_add_epi8(fields, _mm256_shuffle_epi8(offsets, class));
        _mm256_storeu_si256((__m256i *)(void *)(text + done / 3 * 4), encoded);
        done += 24;
    }
    return done;
}

#endif

void enforcer_base64_encode(uint8_t *text, const uint8_t *bytes, size_t size) {
    size_t done = 0;
#if defined(__x86_64__)
    if (size >= 28 && enforcer_kdf_is_available(ENFORCER_KDF_KERNEL_AVX2)) {
        done = encode_avx2(text, bytes, size);
        text += done / 3 * 4;
    }
#endif
    for (; size - done >= 3; done += 3, text += 4) {
        encode_group(text, (uint32_t)bytes[done] << 16 | (uint32_t)bytes[done + 1] << 8 | bytes[done + 2]);
    }
    if (size - done == 2) {
        encode_group(text, (uint32_t)bytes[done] << 16 | (uint32_t)bytes[done + 1] << 8);
        text[3] = '=';
    } else if (size - done == 1) {
        encode_group(text, (uint32_t)bytes[done] << 16);
        text[2] = text[3] = '=';
    }
}

size_t enforcer_base64_decode(uint8_t *bytes, const uint8_t *text, size_t size) {
    size_t groups = 0;
    for (; size >= 4; size -= 4, text += 4, bytes += 3, groups++) {
        uint32_t first = value_of(text[0]), second = value_of(text[1]);
        uint32_t third = value_of(text[2]), fourth = value_of(text[3]);
        if (((first | second | third | fourth) & 0x80) != 0) {
            break;
        }
        uint32_t group = first << 18 | second << 12 | third << 6 | fourth;
        bytes[0] = (uint8_t)(group >> 16);
        bytes[1] = (uint8_t)(group >> 8);
        bytes[2] = (uint8_t)group;
    }
    return groups;
}
