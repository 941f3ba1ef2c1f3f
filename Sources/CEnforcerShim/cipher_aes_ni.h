// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// AES-256-CBC (FIPS 197, SP 800-38A §6.2) with the AES instructions of x86-64: for cipher.c.
//
// Why not OpenSSL's: its code for these instructions is behind EVP, and fetching a cipher from EVP starts the library with
// its providers and configuration file: 1.4 ms and 2 MB, a third of a Lambda function's start. Linked statically, it
// also brings 4 MB of code. What OpenSSL offers without EVP is for CPUs without the instructions.
//
// The instructions take the same time whatever the key and the text are.

#ifndef ENFORCER_CIPHER_AES_NI_H
#define ENFORCER_CIPHER_AES_NI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this machine has the instructions. Without them the functions below must not be called.
bool enforcer_aes_ni_is_available(void);

// Decrypts `count` blocks of 16 bytes. `secret` is the key of 32 bytes and the initialisation vector of 16. The padding
// stays. Input and output do not overlap. Nothing of the key is left in memory.
void enforcer_aes_ni_decrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count);

// Encrypts `count` blocks that hold their padding already. Input and output may be the same.
void enforcer_aes_ni_encrypt(const uint8_t *secret, const uint8_t *input, uint8_t *output, size_t count);

#endif
