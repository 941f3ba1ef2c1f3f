// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The kernel for every machine: OpenSSL's hash of one block, which has code for many.

#include "kdf_kernels.h"
#include "keys.h"

#include <openssl/crypto.h>

_Static_assert(sizeof(SHA_LONG) == sizeof(uint32_t), "a word of OpenSSL's is 32 bits");

static void put_words(uint8_t *bytes, const uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bytes[4 * i] = (uint8_t)(words[i] >> 24);
        bytes[4 * i + 1] = (uint8_t)(words[i] >> 16);
        bytes[4 * i + 2] = (uint8_t)(words[i] >> 8);
        bytes[4 * i + 3] = (uint8_t)words[i];
    }
}

static void copy_words(uint32_t *to, const uint32_t *from) {
    for (size_t i = 0; i < ENFORCER_KDF_WORDS; i++) {
        to[i] = from[i];
    }
}

void enforcer_kdf_run_portable(enforcer_kdf_work *work, size_t lanes, uint32_t count) {
    static const uint32_t padding[ENFORCER_KDF_WORDS] = {ENFORCER_KDF_PADDING_FIRST, 0, 0, 0, 0, 0, 0,
                                                         ENFORCER_KDF_PADDING_LAST};
    // SHA256_Transform reads and writes nothing of this but the words of the state.
    SHA256_CTX state = {0};
    uint8_t block[SHA256_CBLOCK];
    put_words(block + SHA256_DIGEST_LENGTH, padding, ENFORCER_KDF_WORDS);
    for (size_t lane = 0; lane < lanes; lane++) {
        copy_words(state.h, work->round[lane]);
        for (uint32_t i = 0; i < count; i++) {
            put_words(block, state.h, ENFORCER_KDF_WORDS);
            copy_words(state.h, work->inner);
            SHA256_Transform(&state, block);
            put_words(block, state.h, ENFORCER_KDF_WORDS);
            copy_words(state.h, work->outer);
            SHA256_Transform(&state, block);
            for (size_t word = 0; word < ENFORCER_KDF_WORDS; word++) {
                work->sum[lane][word] ^= state.h[word];
            }
        }
        copy_words(work->round[lane], state.h);
    }
    OPENSSL_cleanse(&state, sizeof state);
    OPENSSL_cleanse(block, sizeof block);
}
