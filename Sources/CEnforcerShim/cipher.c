// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"
#include "blocks.h"

#include <openssl/crypto.h>

enum { BLOCK = ENFORCER_CIPHER_BLOCK_SIZE };

_Static_assert(ENFORCER_CIPHER_TEXT_SIZE_MAX % BLOCK == 0, "the longest ciphertext is whole blocks");

// OpenSSL's own padding is not used. Its failure goes through the error queue, which allocates; and its check of the
// padding need not be constant-time, while the token's MAC covers the plain text, so that everybody may have us look
// at the padding of a ciphertext of their making.

// The size without PKCS#7 padding (RFC 5652 §6.3), or -1. `text` is whole blocks, at least one. Every byte of the
// last block is looked at, and no branch depends on any, until the result is known.
static ptrdiff_t size_without_padding(const uint8_t *text, size_t size) {
    const uint8_t *last = text + size - BLOCK;
    uint32_t padding = last[BLOCK - 1];
    // Bit 31 of a - b is set exactly if a < b, for small a and b.
    uint32_t wrong = ((padding - 1) | (BLOCK - padding)) >> 31;
    for (uint32_t i = 0; i < BLOCK; i++) {
        uint32_t is_padding = (BLOCK - 1 - i - padding) >> 31;
        wrong |= (0 - is_padding) & (last[i] ^ padding);
    }
    return wrong == 0 ? (ptrdiff_t)(size - padding) : -1;
}

ptrdiff_t enforcer_cipher_decrypt(enforcer_cipher *cipher, const uint8_t *secret, size_t secret_size,
                                  const uint8_t *ciphertext, size_t ciphertext_size, uint8_t *output,
                                  size_t output_size) {
    ptrdiff_t size = -1;
    if (secret != NULL && secret_size == ENFORCER_CIPHER_SECRET_SIZE && ciphertext != NULL && ciphertext_size > 0
        && ciphertext_size % BLOCK == 0 && ciphertext_size <= ENFORCER_CIPHER_TEXT_SIZE_MAX
        && output_size >= ciphertext_size
        && enforcer_blocks_decrypt(cipher, secret, ciphertext, output, ciphertext_size)) {
        size = size_without_padding(output, ciphertext_size);
    }
    size_t kept = size < 0 ? 0 : (size_t)size;
    size_t touched = ciphertext_size < output_size ? ciphertext_size : output_size;
    OPENSSL_cleanse(output + kept, touched - kept);
    return size;
}

ptrdiff_t enforcer_cipher_encrypt(enforcer_cipher *cipher, const uint8_t *secret, size_t secret_size,
                                  const uint8_t *plaintext, size_t plaintext_size, uint8_t *output,
                                  size_t output_size) {
    if (secret == NULL || secret_size != ENFORCER_CIPHER_SECRET_SIZE || (plaintext == NULL && plaintext_size > 0)
        || plaintext_size >= ENFORCER_CIPHER_TEXT_SIZE_MAX) {
        return -1;
    }
    size_t padding = BLOCK - plaintext_size % BLOCK;
    size_t size = plaintext_size + padding;
    if (output_size < size) {
        return -1;
    }
    for (size_t i = 0; i < plaintext_size; i++) {
        output[i] = plaintext[i];
    }
    for (size_t i = plaintext_size; i < size; i++) {
        output[i] = (uint8_t)padding;
    }
    // In place: CBC allows it when input and output are the same.
    if (!enforcer_blocks_encrypt(cipher, secret, output, output, size)) {
        OPENSSL_cleanse(output, size);
        return -1;
    }
    return (ptrdiff_t)size;
}
