// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CReferenceCrypto.h"

#include <limits.h>
#include <openssl/evp.h>

bool reference_pbkdf2(const uint8_t *secret, size_t secret_size, const uint8_t *salt, size_t salt_size,
                      uint32_t iterations, uint8_t *output, size_t output_size) {
    if (secret_size > INT_MAX || salt_size > INT_MAX || iterations > INT_MAX || output_size > INT_MAX) {
        return false;
    }
    return PKCS5_PBKDF2_HMAC((const char *)secret, (int)secret_size, salt, (int)salt_size, (int)iterations, EVP_sha256(),
                             (int)output_size, output) == 1;
}
