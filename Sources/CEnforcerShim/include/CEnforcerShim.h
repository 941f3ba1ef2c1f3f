// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The cryptography that a risk token needs, over OpenSSL 3, and one fast hash.
//
// Rules that hold for every function below:
//  * A `true` result means that every output was written in full. On `false` (or a negative count) outputs hold
//    zeros or what they held before, never half a result.
//  * A pointer to an input may be null when the size that comes with it is 0. A pointer to an output is never null.
//  * Inputs and outputs never overlap, unless the contract says otherwise.
//  * Nothing is allocated outside the two `create` functions, nothing is kept of an argument after the call returns,
//    and nothing is written to any stream.
//  * A handle belongs to one thread at a time. Two handles share nothing.

#ifndef CENFORCERSHIM_H
#define CENFORCERSHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CEnforcerText.h"

// With these annotations Swift can import a pointer and its size as one `Span` or `MutableSpan`. Compilers that do not
// know them (GCC) see plain pointers.
#if defined(__has_include)
#if __has_include(<ptrcheck.h>) && __has_include(<lifetimebound.h>)
#include <lifetimebound.h>
#include <ptrcheck.h>
#define ENFORCER_COUNTED_BY(size) __counted_by(size)
#define ENFORCER_NOESCAPE __noescape
#endif
#endif
#ifndef ENFORCER_COUNTED_BY
#define ENFORCER_COUNTED_BY(size)
#define ENFORCER_NOESCAPE
#endif

#if defined(__clang__)
#define ENFORCER_NULLABLE _Nullable
// Swift may call the function from one that promises not to allocate.
#define ENFORCER_NO_ALLOCATION __attribute__((swift_attr("@_noAllocation")))
#else
#define ENFORCER_NULLABLE
#define ENFORCER_NO_ALLOCATION
#endif
#define ENFORCER_CHECKED __attribute__((warn_unused_result))
#define ENFORCER_NONNULL(...) __attribute__((nonnull(__VA_ARGS__)))

// Sizes in bytes.
#define ENFORCER_DIGEST_SIZE 32
#define ENFORCER_MAC_SIZE 32
#define ENFORCER_CIPHER_BLOCK_SIZE 16
#define ENFORCER_CIPHER_SECRET_SIZE 48  // 32 of AES-256 key, then 16 of initialisation vector
#define ENFORCER_CIPHER_TEXT_SIZE_MAX 8192
#define ENFORCER_KDF_SALT_SIZE_MAX 1024
#define ENFORCER_KDF_OUTPUT_SIZE_MAX 1024

// Other limits.
#define ENFORCER_KEYS_COUNT_MAX 64
#define ENFORCER_KDF_ITERATIONS_MAX 1000000

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

// MARK: - Keys (mac.c)

// HMAC keys in a form that costs no key set-up per use, and one running MAC.
typedef struct enforcer_keys enforcer_keys;

// A table of `count` keys, all unset; 1 to ENFORCER_KEYS_COUNT_MAX. The caller owns it and gives it back to
// enforcer_keys_destroy. Null when `count` is out of range or memory is short.
enforcer_keys *ENFORCER_NULLABLE enforcer_keys_create(size_t count) ENFORCER_CHECKED;

// Clears every key and the running MAC, then frees the table. Null is allowed and does nothing.
void enforcer_keys_destroy(enforcer_keys *ENFORCER_NULLABLE keys);

// Sets key `index` from `secret`. The secret is not kept, only what HMAC makes of it.
// False when there is no such index, or the secret is empty.
bool enforcer_keys_set(enforcer_keys *keys, size_t index,
                       const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(secret_size) secret ENFORCER_NOESCAPE,
                       size_t secret_size) ENFORCER_NONNULL(1) ENFORCER_CHECKED;

// MARK: - HMAC-SHA-256, RFC 2104 (mac.c)

// Begins a MAC with key `index`; a MAC that was not finished is dropped.
// False when that key is unset or there is no such index; then no MAC is running.
bool enforcer_mac_begin(enforcer_keys *keys, size_t index)
    ENFORCER_NONNULL(1) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// Adds bytes to the running MAC; no bytes are fine. False when none is running.
bool enforcer_mac_update(enforcer_keys *keys,
                         const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(size) bytes ENFORCER_NOESCAPE,
                         size_t size) ENFORCER_NONNULL(1) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// Ends the running MAC and writes it to `mac`, ENFORCER_MAC_SIZE bytes.
// False when none is running or `size` is another; then the MAC, if any, is dropped.
bool enforcer_mac_finish(enforcer_keys *keys,
                         uint8_t *ENFORCER_COUNTED_BY(size) mac ENFORCER_NOESCAPE, size_t size)
    ENFORCER_NONNULL(1, 2) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// MARK: - PBKDF2-HMAC-SHA-256, RFC 8018 §5.2 (kdf.c)

// Derives `output_size` bytes from the secret of key `index`. A running MAC is left alone. An empty salt is allowed.
// False, with the output cleared, when the key is unset or there is no such index, when `iterations` is 0 or above
// ENFORCER_KDF_ITERATIONS_MAX, or when the salt or the output is longer than its limit, or the output is empty.
bool enforcer_kdf_derive(const enforcer_keys *keys, size_t index,
                         const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(salt_size) salt ENFORCER_NOESCAPE,
                         size_t salt_size, uint32_t iterations,
                         uint8_t *ENFORCER_COUNTED_BY(output_size) output ENFORCER_NOESCAPE,
                         size_t output_size) ENFORCER_NONNULL(1, 6) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// The code that makes up nearly all of a derivation: there is some for several kinds of CPU. All of it gives the same.
// In the order of their speed.
typedef enum {
    ENFORCER_KDF_KERNEL_PORTABLE,  // OpenSSL's hash of a block; on every machine
    ENFORCER_KDF_KERNEL_AVX2,
    ENFORCER_KDF_KERNEL_AVX512VL,
    ENFORCER_KDF_KERNEL_SHA_NI,
} enforcer_kdf_kernel;

#define ENFORCER_KDF_KERNEL_COUNT 4

// Whether this machine, its operating system included, can run the kernel. False for what is no kernel.
bool enforcer_kdf_is_available(enforcer_kdf_kernel kernel) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// The kernel that enforcer_kdf_derive uses: the fastest that is available. In a build without optimisation that is
// always the portable one, because OpenSSL stays as it is.
enforcer_kdf_kernel enforcer_kdf_best_kernel(void) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// As enforcer_kdf_derive, with a kernel of the caller's choice, for tests and measurements. Also false, with the output
// cleared, when the kernel is not available.
bool enforcer_kdf_derive_with(enforcer_kdf_kernel kernel, const enforcer_keys *keys, size_t index,
                              const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(salt_size) salt ENFORCER_NOESCAPE,
                              size_t salt_size, uint32_t iterations,
                              uint8_t *ENFORCER_COUNTED_BY(output_size) output ENFORCER_NOESCAPE,
                              size_t output_size) ENFORCER_NONNULL(2, 7) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// MARK: - AES-256-CBC with PKCS#7 padding (cipher.c)

// AES-256-CBC in both directions.
typedef struct enforcer_cipher enforcer_cipher;

// Whose AES it is; the results are the same.
typedef enum enforcer_cipher_kind {
    ENFORCER_CIPHER_KIND_OPENSSL = 0,
    // The AES instructions of x86-64 (cipher_aes_ni.c).
    ENFORCER_CIPHER_KIND_AES_NI = 1,
} enforcer_cipher_kind;

// With the AES instructions where there are any, else with OpenSSL. The caller owns the cipher and gives it back to
// enforcer_cipher_destroy. Null when memory is short.
enforcer_cipher *ENFORCER_NULLABLE enforcer_cipher_create(void) ENFORCER_CHECKED;

// The same of a given kind, for tests. Null, too, when this machine does not have it.
enforcer_cipher *ENFORCER_NULLABLE enforcer_cipher_create_of(enforcer_cipher_kind kind) ENFORCER_CHECKED;

// Frees. Null is allowed and does nothing.
void enforcer_cipher_destroy(enforcer_cipher *ENFORCER_NULLABLE cipher);

// Decrypts and removes the padding. Gives the size of the plain text (0 is possible), or -1 when
//  * `secret_size` is not ENFORCER_CIPHER_SECRET_SIZE,
//  * the ciphertext is empty, not whole blocks, or longer than ENFORCER_CIPHER_TEXT_SIZE_MAX,
//  * `output_size` is less than `ciphertext_size`: the padding is written, too, before it is removed,
//  * the padding is wrong. The check takes the same time wherever it is wrong.
// The first `ciphertext_size` bytes of `output` that are not plain text, all of them on failure, are zero; those after
// them are not touched. The key is forgotten before returning.
ptrdiff_t enforcer_cipher_decrypt(
    enforcer_cipher *cipher,
    const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(secret_size) secret ENFORCER_NOESCAPE, size_t secret_size,
    const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(ciphertext_size) ciphertext ENFORCER_NOESCAPE,
    size_t ciphertext_size, uint8_t *ENFORCER_COUNTED_BY(output_size) output ENFORCER_NOESCAPE,
    size_t output_size) ENFORCER_NONNULL(1, 6) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// Pads and encrypts; an empty plain text gives one block. Gives the size of the ciphertext, or -1 when `secret_size`
// is not ENFORCER_CIPHER_SECRET_SIZE, the ciphertext would be longer than ENFORCER_CIPHER_TEXT_SIZE_MAX, or
// `output_size` is less than the ciphertext needs. On failure `output` holds zeros or what it held before; what lies
// after the ciphertext is not touched. The key is forgotten before returning.
ptrdiff_t enforcer_cipher_encrypt(
    enforcer_cipher *cipher,
    const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(secret_size) secret ENFORCER_NOESCAPE, size_t secret_size,
    const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(plaintext_size) plaintext ENFORCER_NOESCAPE,
    size_t plaintext_size, uint8_t *ENFORCER_COUNTED_BY(output_size) output ENFORCER_NOESCAPE,
    size_t output_size) ENFORCER_NONNULL(1, 6) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// MARK: - Hashes (hash.c)

// SHA-256, FIPS 180-4; no bytes are fine. `digest_size` must be ENFORCER_DIGEST_SIZE, otherwise false.
bool enforcer_sha256(const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(size) bytes ENFORCER_NOESCAPE, size_t size,
                     uint8_t *ENFORCER_COUNTED_BY(digest_size) digest ENFORCER_NOESCAPE,
                     size_t digest_size) ENFORCER_NONNULL(3) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// XXH3, 64 bits, with a seed; no bytes are fine. For tables, never for trust.
uint64_t enforcer_xxh3(const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(size) bytes ENFORCER_NOESCAPE,
                       size_t size, uint64_t seed) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// MARK: - Base64, RFC 4648 (base64.c)

// Writes `size` bytes as padded base64 in the standard alphabet: four characters for every three bytes begun, which is
// all that is written. No bytes are fine.
void enforcer_base64_encode(uint8_t *text, const uint8_t *ENFORCER_NULLABLE bytes, size_t size) ENFORCER_NONNULL(1)
    ENFORCER_NO_ALLOCATION;

// Reads groups of four characters, of the standard or the URL alphabet, up to the first group that is not whole or holds
// anything else. Gives how many groups that were, each of which stands for three bytes. Up to 3 * (size / 4) bytes are
// written, and those behind the last group read have no meaning.
size_t enforcer_base64_decode(uint8_t *bytes, const uint8_t *ENFORCER_NULLABLE text, size_t size) ENFORCER_NONNULL(1)
    ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

// MARK: - Memory (memory.c)

// Sets the bytes to zero in a way that the optimiser does not remove. No bytes are fine.
void enforcer_clear(uint8_t *ENFORCER_COUNTED_BY(size) bytes ENFORCER_NOESCAPE, size_t size) ENFORCER_NONNULL(1)
    ENFORCER_NO_ALLOCATION;

// Whether both are equal, in a time that depends on their sizes only. Different sizes: false. Both empty: true.
bool enforcer_equal(const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(first_size) first ENFORCER_NOESCAPE,
                    size_t first_size,
                    const uint8_t *ENFORCER_NULLABLE ENFORCER_COUNTED_BY(second_size) second ENFORCER_NOESCAPE,
                    size_t second_size) ENFORCER_CHECKED ENFORCER_NO_ALLOCATION;

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
