// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// keys.h says why not EVP; cipher_aes_ni.h says it of AES.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "CEnforcerShim.h"
#include "cipher_aes_ni.h"

#include <openssl/aes.h>
#include <openssl/crypto.h>

enum { BLOCK = ENFORCER_CIPHER_BLOCK_SIZE, KEY_SIZE = ENFORCER_CIPHER_SECRET_SIZE - BLOCK };

_Static_assert(ENFORCER_CIPHER_TEXT_SIZE_MAX % BLOCK == 0, "the longest ciphertext is whole blocks");
_Static_assert(BLOCK == AES_BLOCK_SIZE, "a block is AES's");

struct enforcer_cipher {
    enforcer_cipher_kind kind;
};

enforcer_cipher *enforcer_cipher_create(void) {
    return enforcer_cipher_create_of(enforcer_aes_ni_is_available() ? ENFORCER_CIPHER_KIND_AES_NI
                                                                    : ENFORCER_CIPHER_KIND_OPENSSL);
}

enforcer_cipher *enforcer_cipher_create_of(enforcer_cipher_kind kind) {
    if (kind == ENFORCER_CIPHER_KIND_AES_NI ? !enforcer_aes_ni_is_available() : kind != ENFORCER_CIPHER_KIND_OPENSSL) {
        return NULL;
    }
    enforcer_cipher *cipher = OPENSSL_zalloc(sizeof *cipher);
    if (cipher != NULL) {
        cipher->kind = kind;
    }
    return cipher;
}

void enforcer_cipher_destroy(enforcer_cipher *cipher) { OPENSSL_free(cipher); }

// Puts `size` bytes, whole blocks, through AES in the direction that `key` was made for.
static void transform_with_openssl(AES_KEY *key, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                                   size_t size, int direction) {
    // AES_cbc_encrypt leaves the last block here.
    uint8_t vector[BLOCK];
    for (size_t i = 0; i < sizeof vector; i++) {
        vector[i] = secret[KEY_SIZE + i];
    }
    AES_cbc_encrypt(input, output, size, key, vector, direction);
    OPENSSL_cleanse(vector, sizeof vector);
    OPENSSL_cleanse(key, sizeof *key);
}

static bool decrypt_blocks(const enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                           size_t size) {
    if (cipher->kind == ENFORCER_CIPHER_KIND_AES_NI) {
        enforcer_aes_ni_decrypt(secret, input, output, size / BLOCK);
        return true;
    }
    AES_KEY key;
    if (AES_set_decrypt_key(secret, KEY_SIZE * 8, &key) != 0) {
        return false;
    }
    transform_with_openssl(&key, secret, input, output, size, AES_DECRYPT);
    return true;
}

// In place: CBC allows it when input and output are the same.
static bool encrypt_blocks(const enforcer_cipher *cipher, const uint8_t *secret, uint8_t *text, size_t size) {
    if (cipher->kind == ENFORCER_CIPHER_KIND_AES_NI) {
        enforcer_aes_ni_encrypt(secret, text, text, size / BLOCK);
        return true;
    }
    AES_KEY key;
    if (AES_set_encrypt_key(secret, KEY_SIZE * 8, &key) != 0) {
        return false;
    }
    transform_with_openssl(&key, secret, text, text, size, AES_ENCRYPT);
    return true;
}

// Done here, in constant time: the token's MAC covers the plain text, so that everybody may have us look at the padding
// of a ciphertext of their making.
//
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
        && decrypt_blocks(cipher, secret, ciphertext, output, ciphertext_size)) {
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
    if (!encrypt_blocks(cipher, secret, output, size)) {
        OPENSSL_cleanse(output, size);
        return -1;
    }
    return (ptrdiff_t)size;
}
