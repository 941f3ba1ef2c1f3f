// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Holds the variants of the shim's cipher against each other (blocks.h): EVP, what the add-on holds, and that without
// the processor's AES instructions. CMakeLists.txt renames the functions of each.

#include "CEnforcerShim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(variant)                                                                                               \
    enforcer_cipher *variant##_create(void);                                                                           \
    void variant##_destroy(enforcer_cipher *cipher);                                                                   \
    ptrdiff_t variant##_decrypt(enforcer_cipher *cipher, const uint8_t *secret, size_t secret_size,                   \
                                const uint8_t *ciphertext, size_t size, uint8_t *output, size_t output_size);          \
    ptrdiff_t variant##_encrypt(enforcer_cipher *cipher, const uint8_t *secret, size_t secret_size,                   \
                                const uint8_t *plaintext, size_t size, uint8_t *output, size_t output_size);

DECLARE(evp)
DECLARE(held)
DECLARE(portable)

typedef struct {
    const char *name;
    enforcer_cipher *(*create)(void);
    void (*destroy)(enforcer_cipher *cipher);
    ptrdiff_t (*decrypt)(enforcer_cipher *, const uint8_t *, size_t, const uint8_t *, size_t, uint8_t *, size_t);
    ptrdiff_t (*encrypt)(enforcer_cipher *, const uint8_t *, size_t, const uint8_t *, size_t, uint8_t *, size_t);
    enforcer_cipher *cipher;
} variant;

static variant variants[] = {
    {"evp", evp_create, evp_destroy, evp_decrypt, evp_encrypt, NULL},
    {"held", held_create, held_destroy, held_decrypt, held_encrypt, NULL},
    {"portable", portable_create, portable_destroy, portable_decrypt, portable_encrypt, NULL},
};

enum { COUNT = sizeof variants / sizeof variants[0], ROOM = ENFORCER_CIPHER_TEXT_SIZE_MAX + 64 };

// xorshift64: the same inputs each time.
static uint64_t state = 88172645463325252u;

static uint8_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint8_t)(state >> 32);
}

static void fill(uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        bytes[i] = next();
    }
}

static void require(int holds, const char *what, const char *name, size_t size) {
    if (!holds) {
        fprintf(stderr, "%s: %s, at %zu bytes\n", name, what, size);
        exit(1);
    }
}

static uint8_t secret[ENFORCER_CIPHER_SECRET_SIZE], text[ROOM], results[COUNT][ROOM];

// All of them with the same input: the same answer and the same bytes, also behind the result.
static ptrdiff_t compare(int encrypting, const uint8_t *input, size_t size, size_t room) {
    ptrdiff_t expected = 0;
    for (size_t i = 0; i < COUNT; i++) {
        memset(results[i], 0xAA, ROOM);
        ptrdiff_t answer = (encrypting ? variants[i].encrypt : variants[i].decrypt)(
            variants[i].cipher, secret, sizeof secret, input, size, results[i], room);
        expected = i == 0 ? answer : expected;
        require(answer == expected, "another answer", variants[i].name, size);
        require(memcmp(results[i], results[0], ROOM) == 0, "other bytes", variants[i].name, size);
    }
    return expected;
}

int main(void) {
    for (size_t i = 0; i < COUNT; i++) {
        variants[i].cipher = variants[i].create();
        require(variants[i].cipher != NULL, "cannot be made", variants[i].name, 0);
    }
    static uint8_t sealed[ROOM];
    size_t refused = 0, opened = 0;
    for (size_t size = 0; size < ENFORCER_CIPHER_TEXT_SIZE_MAX; size += size < 300 ? 1 : 397) {
        fill(secret, sizeof secret);
        fill(text, size);
        ptrdiff_t length = compare(1, text, size, ROOM);
        require(length > (ptrdiff_t)size && length <= (ptrdiff_t)size + 16, "no whole blocks", "evp", size);
        memcpy(sealed, results[0], (size_t)length);
        ptrdiff_t back = compare(0, sealed, (size_t)length, ROOM);
        require(back == (ptrdiff_t)size && memcmp(results[0], text, size) == 0, "not what it was", "evp", size);
        require(compare(1, text, size, (size_t)length - 1) == -1, "no room for it", "evp", size);
        require(compare(0, sealed, (size_t)length - 1, ROOM) == -1, "no whole blocks", "evp", size);
        // Whatever somebody sends: the padding is right in one of 256.
        for (size_t round = 0; round < 16; round++) {
            fill(sealed, (size_t)length);
            if (compare(0, sealed, (size_t)length, ROOM) < 0) {
                refused++;
            } else {
                opened++;
            }
        }
    }
    require(refused > opened * 50 && opened > 0, "odd share of right paddings", "evp", 0);
    fill(text, sizeof text);
    require(compare(1, text, ENFORCER_CIPHER_TEXT_SIZE_MAX, ROOM) == -1, "too long", "evp", 0);
    require(compare(0, text, 0, ROOM) == -1, "nothing", "evp", 0);
    for (size_t i = 0; i < COUNT; i++) {
        require(variants[i].encrypt(variants[i].cipher, secret, sizeof secret - 1, text, 16, results[i], ROOM) == -1,
                "a short secret", variants[i].name, 0);
        variants[i].destroy(variants[i].cipher);
    }
    printf("%zu texts refused and %zu opened, by all alike\n", refused, opened);
    return 0;
}
