// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// keys.h says why not EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
// The header is the whole implementation, so that nothing has to be linked or shipped.
#define XXH_INLINE_ALL

#include "CEnforcerShim.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <xxhash.h>

_Static_assert(ENFORCER_DIGEST_SIZE == SHA256_DIGEST_LENGTH, "the digest is SHA-256");

bool enforcer_sha256(const uint8_t *bytes, size_t size, uint8_t *digest, size_t digest_size) {
    if (digest_size != ENFORCER_DIGEST_SIZE || (bytes == NULL && size > 0)) {
        return false;
    }
    SHA256_CTX state;
    bool done = SHA256_Init(&state) == 1 && (size == 0 || SHA256_Update(&state, bytes, size) == 1)
        && SHA256_Final(digest, &state) == 1;
    OPENSSL_cleanse(&state, sizeof state);
    return done;
}

uint64_t enforcer_xxh3(const uint8_t *bytes, size_t size, uint64_t seed) {
    static const uint8_t none = 0;
    return XXH3_64bits_withSeed(bytes == NULL ? &none : bytes, bytes == NULL ? 0 : size, seed);
}
