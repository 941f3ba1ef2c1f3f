// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What OpenSSL says, for tests that judge the shim by it.

#ifndef CREFERENCECRYPTO_H
#define CREFERENCECRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// PBKDF2-HMAC-SHA-256 with OpenSSL's PKCS5_PBKDF2_HMAC. All three are arrays of their size, in bytes; the salt may be
// empty. False when OpenSSL refuses.
bool reference_pbkdf2(const uint8_t *secret, size_t secret_size, const uint8_t *salt, size_t salt_size,
                      uint32_t iterations, uint8_t *output, size_t output_size) __attribute__((warn_unused_result));

#endif
