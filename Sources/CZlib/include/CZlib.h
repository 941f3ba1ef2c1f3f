// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What zip archives and compressed logs take of zlib.

#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

// The most bytes that enforcer_deflate makes of `size`.
size_t enforcer_deflate_bound(size_t size);

// Compresses `size` bytes as a raw deflate stream (RFC 1951), as small as it can, and says how many bytes that are; 0 if
// `capacity` is too small for them or there is no memory. The same bytes give the same stream wherever zlib is the same.
// `bytes` may be anything if `size` is 0.
size_t enforcer_deflate(uint8_t *stream, size_t capacity, const uint8_t *bytes, size_t size);

// The checksum of zip archives (CRC-32).
uint32_t enforcer_crc32(const uint8_t *bytes, size_t size);

// Unpacks a gzip file piece by piece, in about 40 KB of memory whatever the file makes of itself.
typedef struct enforcer_inflater enforcer_inflater;

// What came of a piece.
typedef enum enforcer_inflate_code {
    // All of the piece was taken, or there is no more room.
    ENFORCER_INFLATE_MORE = 0,
    // A member of the file is complete, its checksum right. Another may follow, with the rest of the piece.
    ENFORCER_INFLATE_END = 1,
    // This is no gzip file, or a damaged one, or there is no memory. Nothing after it can be read.
    ENFORCER_INFLATE_DAMAGED = -1,
} enforcer_inflate_code;

typedef struct enforcer_inflate_result {
    int32_t code;
    size_t taken;
    size_t written;
} enforcer_inflate_result;

// Nothing (NULL) without memory.
enforcer_inflater *_Nullable enforcer_inflater_create(void);

void enforcer_inflater_destroy(enforcer_inflater *inflater);

// Takes bytes of the file in order and writes what they stand for. Begins with the next member by itself.
enforcer_inflate_result enforcer_inflater_run(
    enforcer_inflater *inflater, uint8_t *room, size_t capacity, const uint8_t *bytes, size_t size);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
