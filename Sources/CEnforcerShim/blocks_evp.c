// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "blocks.h"

#ifndef ENFORCER_STATIC_LIBCRYPTO

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum { BLOCK = ENFORCER_CIPHER_BLOCK_SIZE, KEY_SIZE = ENFORCER_CIPHER_SECRET_SIZE - BLOCK };

struct enforcer_cipher {
    EVP_CIPHER *algorithm;
    EVP_CIPHER_CTX *decrypting;
    EVP_CIPHER_CTX *encrypting;
};

// cipher.c says why OpenSSL's own padding stays off.
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

bool enforcer_blocks_decrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                             size_t size) {
    return transform(cipher->decrypting, secret, input, output, size);
}

bool enforcer_blocks_encrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                             size_t size) {
    return transform(cipher->encrypting, secret, input, output, size);
}

#endif
