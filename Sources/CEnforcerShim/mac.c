// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"
#include "keys.h"

#include <openssl/crypto.h>

// RFC 2104 §2.
enum { INNER_PAD = 0x36, OUTER_PAD = 0x5C };

_Static_assert(ENFORCER_MAC_SIZE == SHA256_DIGEST_LENGTH, "a MAC is one digest");

enforcer_keys *enforcer_keys_create(size_t count) {
    if (count == 0 || count > ENFORCER_KEYS_COUNT_MAX) {
        return NULL;
    }
    enforcer_keys *keys = OPENSSL_zalloc(sizeof(enforcer_keys) + count * sizeof(enforcer_key));
    if (keys != NULL) {
        keys->count = count;
    }
    return keys;
}

void enforcer_keys_destroy(enforcer_keys *keys) {
    if (keys != NULL) {
        OPENSSL_clear_free(keys, sizeof(enforcer_keys) + keys->count * sizeof(enforcer_key));
    }
}

// The state after one block: the secret, filled up with zeros, xor `pad`.
static bool start(SHA256_CTX *state, const uint8_t block_of_secret[SHA256_CBLOCK], uint8_t pad) {
    uint8_t block[SHA256_CBLOCK];
    for (size_t i = 0; i < SHA256_CBLOCK; i++) {
        block[i] = block_of_secret[i] ^ pad;
    }
    bool done = SHA256_Init(state) == 1 && SHA256_Update(state, block, sizeof block) == 1;
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

bool enforcer_keys_set(enforcer_keys *keys, size_t index, const uint8_t *secret, size_t secret_size) {
    if (index >= keys->count || secret == NULL || secret_size == 0) {
        return false;
    }
    // A secret longer than a block is replaced by its digest (RFC 2104 §2).
    uint8_t block[SHA256_CBLOCK] = {0};
    bool fits = true;
    if (secret_size > sizeof block) {
        fits = enforcer_sha256(secret, secret_size, block, ENFORCER_DIGEST_SIZE);
    } else {
        for (size_t i = 0; i < secret_size; i++) {
            block[i] = secret[i];
        }
    }
    enforcer_key *key = &keys->table[index];
    key->is_set = fits && start(&key->inner, block, INNER_PAD) && start(&key->outer, block, OUTER_PAD);
    OPENSSL_cleanse(block, sizeof block);
    return key->is_set;
}

bool enforcer_mac_begin(enforcer_keys *keys, size_t index) {
    keys->is_running = index < keys->count && keys->table[index].is_set;
    if (keys->is_running) {
        keys->running = keys->table[index].inner;
        keys->running_index = index;
    }
    return keys->is_running;
}

bool enforcer_mac_update(enforcer_keys *keys, const uint8_t *bytes, size_t size) {
    if (!keys->is_running) {
        return false;
    }
    return size == 0 || (bytes != NULL && SHA256_Update(&keys->running, bytes, size) == 1);
}

bool enforcer_mac_finish(enforcer_keys *keys, uint8_t *mac, size_t size) {
    if (!keys->is_running) {
        return false;
    }
    keys->is_running = false;
    bool done = false;
    if (size == ENFORCER_MAC_SIZE) {
        uint8_t inner[SHA256_DIGEST_LENGTH];
        done = SHA256_Final(inner, &keys->running) == 1;
        keys->running = keys->table[keys->running_index].outer;
        done = done && SHA256_Update(&keys->running, inner, sizeof inner) == 1;
        done = done && SHA256_Final(mac, &keys->running) == 1;
        OPENSSL_cleanse(inner, sizeof inner);
    }
    OPENSSL_cleanse(&keys->running, sizeof keys->running);
    return done;
}
