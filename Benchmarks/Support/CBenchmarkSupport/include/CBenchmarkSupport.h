// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the benchmarks need of the system, and what they are held against. No part of anything that ships.

#ifndef ENFORCER_BENCHMARK_SUPPORT_H
#define ENFORCER_BENCHMARK_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Monotonic time in ns.
int64_t enforcer_benchmark_now(void);

/// How often the calling thread was taken off its processor against its will.
int64_t enforcer_benchmark_interruptions(void);

/// Keeps the calling thread on the processor that it runs on. False if the system does not let it.
bool enforcer_benchmark_pin(void);

/// PBKDF2-HMAC-SHA-256 as OpenSSL does it in one call (`PKCS5_PBKDF2_HMAC`).
///
/// Writes `output_size` bytes. False if OpenSSL refuses, or if a size is beyond an `int`.
bool enforcer_benchmark_openssl_kdf(const uint8_t *secret, size_t secret_size, const uint8_t *salt, size_t salt_size,
                                    uint32_t iterations, uint8_t *output, size_t output_size);

/// One start of a Lambda executable.
typedef struct enforcer_cold_start {
    /// From before the process is made to its asking for the first event, in ns.
    int64_t ready;

    /// From there on to the last byte of its answer, in ns.
    int64_t answered;

    /// The most memory that the process had in use up to then (VmHWM), in KiB; 0 if the system does not tell.
    int64_t peak_memory;

    /// How long the answer is, in bytes.
    size_t answer_size;
} enforcer_cold_start;

/// Starts `executable` with a minimal Lambda Runtime API on loopback, hands it one event, waits for its answer (ten
/// seconds at most), and ends it.
///
/// `task_root` is the folder with its config.json. The first bytes of the answer, or of the error that the process
/// reports, are copied to `answer`. Returns NULL if it answered, else what went wrong, as a literal.
const char *enforcer_benchmark_cold_start(const char *executable, const char *task_root, const uint8_t *event,
                                          size_t event_size, char *answer, size_t answer_capacity,
                                          enforcer_cold_start *result);

#ifdef __cplusplus
}
#endif

#endif
