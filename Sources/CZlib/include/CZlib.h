// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What a zip archive takes of zlib.

#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

// The most bytes that enforcer_deflate makes of `size`.
size_t enforcer_deflate_bound(size_t size);

// Compresses `size` bytes as a raw deflate stream (RFC 1951), as small as it can, and says how many bytes that are; 0 if
// `capacity` is too small for them or there is no memory. The same bytes give the same stream wherever zlib is the same.
// `bytes` may be anything if `size` is 0.
size_t enforcer_deflate(uint8_t *stream, size_t capacity, const uint8_t *bytes, size_t size);

// The checksum of zip archives (CRC-32).
uint32_t enforcer_crc32(const uint8_t *bytes, size_t size);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
