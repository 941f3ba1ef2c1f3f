// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/*
 * The C interface of the Embedded build. `exports.swift` implements it, and the Swift compiler holds the two against
 * each other. The library keeps no state between calls, and needs libc, libm and libcrypto only.
 */

#ifndef EDGE_ENFORCER_H
#define EDGE_ENFORCER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Writes the version of the library as text, such as "0.1.0", without a terminating zero.
 *
 * text: where to write; may be NULL to ask for the length only. capacity: bytes there is room for at `text`.
 * Returns the length of the whole text in bytes. Nothing is written if that is greater than `capacity`.
 */
size_t enforcer_version(uint8_t *text, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
