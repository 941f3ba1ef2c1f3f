// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"
#include "keys.h"

#include <openssl/crypto.h>

// Everything here that an attacker who reads the stack must not find, cleared at one place.
typedef struct {
    SHA256_CTX state;
    uint8_t round[SHA256_DIGEST_LENGTH];  // U_i of RFC 8018 §5.2
    uint8_t sum[SHA256_DIGEST_LENGTH];    // U_1 xor … xor U_i
} scratch;

// round = HMAC(key, what `state` has hashed since the inner pad)
static bool finish(scratch *work, const enforcer_key *key) {
    bool done = SHA256_Final(work->round, &work->state) == 1;
    work->state = key->outer;
    done = done && SHA256_Update(&work->state, work->round, sizeof work->round) == 1;
    return done && SHA256_Final(work->round, &work->state) == 1;
}

// sum = T_number
static bool derive_block(scratch *work, const enforcer_key *key, const uint8_t *salt, size_t salt_size,
                         uint32_t iterations, uint32_t number) {
    const uint8_t suffix[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
                               (uint8_t)number};
    work->state = key->inner;
    bool done = salt_size == 0 || SHA256_Update(&work->state, salt, salt_size) == 1;
    done = done && SHA256_Update(&work->state, suffix, sizeof suffix) == 1;
    done = done && finish(work, key);
    for (size_t i = 0; i < sizeof work->sum; i++) {
        work->sum[i] = work->round[i];
    }
    for (uint32_t iteration = 1; done && iteration < iterations; iteration++) {
        work->state = key->inner;
        done = SHA256_Update(&work->state, work->round, sizeof work->round) == 1 && finish(work, key);
        for (size_t i = 0; i < sizeof work->sum; i++) {
            work->sum[i] ^= work->round[i];
        }
    }
    return done;
}

bool enforcer_kdf_derive(const enforcer_keys *keys, size_t index, const uint8_t *salt, size_t salt_size,
                         uint32_t iterations, uint8_t *output, size_t output_size) {
    if (output_size == 0) {
        return false;
    }
    bool done = index < keys->count && keys->table[index].is_set && (salt != NULL || salt_size == 0)
        && salt_size <= ENFORCER_KDF_SALT_SIZE_MAX && output_size <= ENFORCER_KDF_OUTPUT_SIZE_MAX && iterations > 0
        && iterations <= ENFORCER_KDF_ITERATIONS_MAX;
    scratch work = {0};
    uint32_t number = 1;
    for (size_t written = 0; done && written < output_size; number++) {
        done = derive_block(&work, &keys->table[index], salt, salt_size, iterations, number);
        for (size_t i = 0; done && i < sizeof work.sum && written < output_size; i++, written++) {
            output[written] = work.sum[i];
        }
    }
    OPENSSL_cleanse(&work, sizeof work);
    if (!done) {
        OPENSSL_cleanse(output, output_size);
    }
    return done;
}
