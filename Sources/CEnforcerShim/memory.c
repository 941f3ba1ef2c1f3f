// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"

#include <openssl/crypto.h>

void enforcer_clear(uint8_t *bytes, size_t size) {
    OPENSSL_cleanse(bytes, size);
}

bool enforcer_equal(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size) {
    if (first_size != second_size) {
        return false;
    }
    if (first_size == 0) {
        return true;
    }
    return first != NULL && second != NULL && CRYPTO_memcmp(first, second, first_size) == 0;
}
