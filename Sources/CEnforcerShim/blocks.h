// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// AES-256-CBC over whole blocks: what cipher.c needs of OpenSSL, in two variants of the same contract.
//
//   blocks_evp.c   through EVP: for programs that load libcrypto
//   blocks_aes.c   through the functions that EVP ends in: for the add-on, which holds its own copy of what it uses of
//                  libcrypto. EVP would bring nearly all of it, 3.9 MB
//
// ENFORCER_STATIC_LIBCRYPTO chooses the second. Each also has enforcer_cipher_create and enforcer_cipher_destroy.

#ifndef ENFORCER_BLOCKS_H
#define ENFORCER_BLOCKS_H

#include "CEnforcerShim.h"

// Decrypts `size` bytes, a positive multiple of the block size, from `input` to `output`.
//
// secret: key and initialisation vector, ENFORCER_CIPHER_SECRET_SIZE bytes. input and output: `size` bytes each; they
// may be the same, but must not overlap otherwise. False only if libcrypto fails; `output` is undefined then. Neither
// key nor text is left in `cipher`.
ENFORCER_CHECKED bool enforcer_blocks_decrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input,
                                              uint8_t *output, size_t size) ENFORCER_NONNULL(1, 2, 3, 4);

// Encrypts. As above.
ENFORCER_CHECKED bool enforcer_blocks_encrypt(enforcer_cipher *cipher, const uint8_t *secret, const uint8_t *input,
                                              uint8_t *output, size_t size) ENFORCER_NONNULL(1, 2, 3, 4);

#endif
