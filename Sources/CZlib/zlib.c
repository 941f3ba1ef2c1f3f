// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CZlib.h"

#include <limits.h>
#include <string.h>

#define ZLIB_CONST  // input that is only read
#include <zlib.h>

// Negative: neither zlib's header nor its checksum around the stream.
enum { WINDOW_BITS = -15, MEMORY_LEVEL = 8 };

size_t enforcer_deflate_bound(size_t size) {
    // What zlib promises for a window of 32 KiB, and something for the end.
    return size + size / 1000 + 64;
}

size_t enforcer_deflate(uint8_t *stream, size_t capacity, const uint8_t *bytes, size_t size) {
    z_stream state;
    memset(&state, 0, sizeof state);
    if (size > UINT_MAX || capacity > UINT_MAX ||
        deflateInit2(&state, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
        return 0;
    }
    state.next_in = bytes;
    state.avail_in = (unsigned)size;
    state.next_out = stream;
    state.avail_out = (unsigned)capacity;
    int status = deflate(&state, Z_FINISH);
    size_t written = capacity - state.avail_out;
    deflateEnd(&state);
    return status == Z_STREAM_END ? written : 0;
}

uint32_t enforcer_crc32(const uint8_t *bytes, size_t size) {
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, size);
}
