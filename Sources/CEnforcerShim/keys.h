// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The inside of `enforcer_keys`, shared by mac.c and kdf.c.
//
// Why OpenSSL's SHA256_* and not EVP_MAC and EVP_KDF: a state of SHA256_* is a plain struct, so HMAC's two key blocks
// are hashed once per configuration and a MAC starts with a struct copy. OpenSSL 3.0 makes two allocations per MAC
// and about 8,000 per derived key of 1,000 iterations through EVP, and takes twice as long for the latter. These
// functions are the same assembly that EVP ends in.

#ifndef ENFORCER_KEYS_H
#define ENFORCER_KEYS_H

// SHA256_* are deprecated in favour of EVP since OpenSSL 3.0 but part of its ABI.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/sha.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    SHA256_CTX inner;  // after the block secret ^ ipad
    SHA256_CTX outer;  // after the block secret ^ opad
    bool is_set;
} enforcer_key;

struct enforcer_keys {
    SHA256_CTX running;
    size_t running_index;
    bool is_running;
    size_t count;
    enforcer_key table[];
};

#endif
