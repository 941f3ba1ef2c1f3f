// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"
#include "kdf_kernels.h"
#include "keys.h"

#include <openssl/crypto.h>

enum { LANES = ENFORCER_KDF_LANES, WORDS = ENFORCER_KDF_WORDS };

// Everything here that an attacker who reads the stack must not find, cleared at one place.
typedef struct {
    SHA256_CTX salted;  // after the inner pad and the salt
    SHA256_CTX state;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    enforcer_kdf_work work;
} scratch;

// The first round of a lane and its sum, which then are the same: U_1 of T_number (RFC 8018 §5.2).
static bool begin(scratch *all, const enforcer_key *key, size_t lane, uint32_t number) {
    const uint8_t suffix[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
                               (uint8_t)number};
    all->state = all->salted;
    bool done = SHA256_Update(&all->state, suffix, sizeof suffix) == 1;
    done = done && SHA256_Final(all->digest, &all->state) == 1;
    all->state = key->outer;
    done = done && SHA256_Update(&all->state, all->digest, sizeof all->digest) == 1;
    done = done && SHA256_Final(all->digest, &all->state) == 1;
    for (size_t i = 0; i < WORDS; i++) {
        const uint8_t *bytes = all->digest + 4 * i;
        uint32_t word = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
        all->work.round[lane][i] = word;
        all->work.sum[lane][i] = word;
    }
    return done;
}

static void write_sums(const enforcer_kdf_work *work, uint8_t *output, size_t size) {
    for (size_t i = 0; i < size; i++) {
        size_t place = i % SHA256_DIGEST_LENGTH;
        output[i] = (uint8_t)(work->sum[i / SHA256_DIGEST_LENGTH][place / 4] >> (24 - 8 * (place % 4)));
    }
}

// Overwrites what a kernel's registers may have left on the stack. Not inlined, so that it gets the same place there.
__attribute__((noinline)) static void clear_left_stack(void) {
    uint8_t left[ENFORCER_KDF_STACK_SIZE];
    OPENSSL_cleanse(left, sizeof left);
}

bool enforcer_kdf_derive_with(enforcer_kdf_kernel kernel, const enforcer_keys *keys, size_t index,
                              const uint8_t *salt, size_t salt_size, uint32_t iterations, uint8_t *output,
                              size_t output_size) {
    if (output_size == 0) {
        return false;
    }
    enforcer_kdf_run *run = enforcer_kdf_run_of(kernel);
    bool done = run != NULL && index < keys->count && keys->table[index].is_set && (salt != NULL || salt_size == 0)
        && salt_size <= ENFORCER_KDF_SALT_SIZE_MAX && output_size <= ENFORCER_KDF_OUTPUT_SIZE_MAX && iterations > 0
        && iterations <= ENFORCER_KDF_ITERATIONS_MAX;
    scratch all = {0};
    if (done) {
        const enforcer_key *key = &keys->table[index];
        all.salted = key->inner;
        done = salt_size == 0 || SHA256_Update(&all.salted, salt, salt_size) == 1;
        for (size_t i = 0; i < WORDS; i++) {
            all.work.inner[i] = key->inner.h[i];
            all.work.outer[i] = key->outer.h[i];
        }
        uint32_t number = 1;
        for (size_t written = 0; done && written < output_size; written += LANES * SHA256_DIGEST_LENGTH) {
            size_t left = output_size - written;
            size_t lanes = left > SHA256_DIGEST_LENGTH ? LANES : 1;
            for (size_t lane = 0; done && lane < lanes; lane++) {
                done = begin(&all, key, lane, number++);
            }
            if (done) {
                run(&all.work, lanes, iterations - 1);
                write_sums(&all.work, output + written, left < sizeof all.work.sum ? left : sizeof all.work.sum);
            }
        }
        clear_left_stack();
    }
    OPENSSL_cleanse(&all, sizeof all);
    if (!done) {
        OPENSSL_cleanse(output, output_size);
    }
    return done;
}

bool enforcer_kdf_derive(const enforcer_keys *keys, size_t index, const uint8_t *salt, size_t salt_size,
                         uint32_t iterations, uint8_t *output, size_t output_size) {
    return enforcer_kdf_derive_with(enforcer_kdf_best_kernel(), keys, index, salt, salt_size, iterations, output,
                                    output_size);
}
