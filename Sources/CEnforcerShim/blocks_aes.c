// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "blocks.h"

#ifdef ENFORCER_STATIC_LIBCRYPTO

// As with SHA256_*: deprecated in favour of EVP, which ends here.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/aes.h>
#include <openssl/crypto.h>

enum { BLOCK = ENFORCER_CIPHER_BLOCK_SIZE, KEY_SIZE = ENFORCER_CIPHER_SECRET_SIZE - BLOCK };

typedef struct {
    int (*set_encrypt_key)(const unsigned char *key, int bits, AES_KEY *schedule);
    int (*set_decrypt_key)(const unsigned char *key, int bits, AES_KEY *schedule);
    void (*transform)(const unsigned char *input, unsigned char *output, size_t size, const AES_KEY *schedule,
                      unsigned char *vector, int mode);
} functions;

struct enforcer_cipher {
    functions aes;
    AES_KEY schedule;
    uint8_t vector[BLOCK];
};

// EVP takes AES-NI where the processor has it: faster, and in constant time, which AES_* need not be. The names are
// libcrypto's own and in no header of its; the static library gives them all the same.
#if defined(__x86_64__) && !defined(ENFORCER_PORTABLE_AES)
extern unsigned int OPENSSL_ia32cap_P[4];
int aesni_set_encrypt_key(const unsigned char *key, int bits, AES_KEY *schedule);
int aesni_set_decrypt_key(const unsigned char *key, int bits, AES_KEY *schedule);
void aesni_cbc_encrypt(const unsigned char *input, unsigned char *output, size_t size, const AES_KEY *schedule,
                       unsigned char *vector, int mode);

static functions choose(void) {
    // Leaf 1 of CPUID, bit 25 of ECX, where OPENSSL_cpuid_setup keeps it.
    if ((OPENSSL_ia32cap_P[1] >> 25 & 1) != 0) {
        return (functions){aesni_set_encrypt_key, aesni_set_decrypt_key, aesni_cbc_encrypt};
    }
    return (functions){AES_set_encrypt_key, AES_set_decrypt_key, AES_cbc_encrypt};
}
#else
static functions choose(void) {
    return (functions){AES_set_encrypt_key, AES_set_decrypt_key, AES_cbc_encrypt};
}
#endif

enforcer_cipher *enforcer_cipher_create(void) {
    enforcer_cipher *cipher = OPENSSL_zalloc(sizeof(enforcer_cipher));
    if (cipher != NULL) {
        cipher->aes = choose();
    }
    return cipher;
}

void enforcer_cipher_destroy(enforcer_cipher *cipher) {
    if (cipher != NULL) {
        OPENSSL_clear_free(cipher, sizeof *cipher);
    }
}

// The end of both functions: `status` is that of setting the key.
static bool transform(enforcer_cipher *cipher, int status, const uint8_t *vector, const uint8_t *input,
                      uint8_t *output, size_t size, int mode) {
    if (status == 0) {
        for (size_t i = 0; i < BLOCK; i++) {
            cipher->vector[i] = vector[i];
        }
        cipher->aes.transform(input, output, size, &cipher->schedule, cipher->vector, mode);
    }
    OPENSSL_cleanse(&cipher->schedule, sizeof cipher->schedule);
    OPENSSL_cleanse(cipher->vector, sizeof cipher->vector);
    return status == 0;
}

bool enforcer_blocks_decrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                             size_t size) {
    int status = cipher->aes.set_decrypt_key(secret, KEY_SIZE * 8, &cipher->schedule);
    return transform(cipher, status, secret + KEY_SIZE, input, output, size, AES_DECRYPT);
}

bool enforcer_blocks_encrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input, uint8_t *output,
                             size_t size) {
    int status = cipher->aes.set_encrypt_key(secret, KEY_SIZE * 8, &cipher->schedule);
    return transform(cipher, status, secret + KEY_SIZE, input, output, size, AES_ENCRYPT);
}

#endif
