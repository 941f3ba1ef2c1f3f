// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum { BLOCK = ENFORCER_CIPHER_BLOCK_SIZE, KEY_SIZE = ENFORCER_CIPHER_SECRET_SIZE - BLOCK };

_Static_assert(ENFORCER_CIPHER_TEXT_SIZE_MAX % BLOCK == 0, "the longest ciphertext is whole blocks");

struct enforcer_cipher {
    EVP_CIPHER *algorithm;
    EVP_CIPHER_CTX *decrypting;
    EVP_CIPHER_CTX *encrypting;
};

// OpenSSL's own padding stays off. Its failure goes through the error queue, which allocates; and its check of the
// padding need not be constant-time, while the token's MAC covers the plain text, so that everybody may have us look
// at the padding of a ciphertext of their making.
static bool prepare(EVP_CIPHER_CTX *context, const EVP_CIPHER *algorithm, int encrypting) {
    return context != NULL && EVP_CipherInit_ex2(context, algorithm, NULL, NULL, encrypting, NULL) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1;
}

enforcer_cipher *enforcer_cipher_create(void) {
    enforcer_cipher *cipher = OPENSSL_zalloc(sizeof *cipher);
    if (cipher == NULL) {
        return NULL;
    }
    cipher->algorithm = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL);
    cipher->decrypting = EVP_CIPHER_CTX_new();
    cipher->encrypting = EVP_CIPHER_CTX_new();
    if (cipher->algorithm == NULL || !prepare(cipher->decrypting, cipher->algorithm, 0)
        || !prepare(cipher->encrypting, cipher->algorithm, 1)
        || EVP_CIPHER_get_key_length(cipher->algorithm) != KEY_SIZE
        || EVP_CIPHER_get_iv_length(cipher->algorithm) != BLOCK) {
        enforcer_cipher_destroy(cipher);
        return NULL;
    }
    return cipher;
}

void enforcer_cipher_destroy(enforcer_cipher *cipher) {
    if (cipher != NULL) {
        EVP_CIPHER_CTX_free(cipher->decrypting);
        EVP_CIPHER_CTX_free(cipher->encrypting);
        EVP_CIPHER_free(cipher->algorithm);
        OPENSSL_free(cipher);
    }
}

// Puts `size` bytes, whole blocks, through the context. A null algorithm means: the one it was prepared with.
static bool transform(EVP_CIPHER_CTX *context, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                      size_t size) {
    static const uint8_t nothing[ENFORCER_CIPHER_SECRET_SIZE] = {0};
    int written = 0;
    bool done = EVP_CipherInit_ex2(context, NULL, secret, secret + KEY_SIZE, -1, NULL) == 1
        && EVP_CipherUpdate(context, output, &written, input, (int)size) == 1 && written == (int)size;
    // The context would keep the key schedule and the last block until its next use: overwrite them.
    bool forgot = EVP_CipherInit_ex2(context, NULL, nothing, nothing + KEY_SIZE, -1, NULL) == 1;
    return done && forgot;
}

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
        && transform(cipher->decrypting, secret, ciphertext, output, ciphertext_size)) {
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
    if (!transform(cipher->encrypting, secret, output, output, size)) {
        OPENSSL_cleanse(output, size);
        return -1;
    }
    return (ptrdiff_t)size;
}
