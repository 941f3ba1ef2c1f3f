// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
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

// MARK: gzip

// zlib's header bit for gzip, over the largest window.
enum { GZIP_WINDOW_BITS = 15 + 16 };

struct enforcer_inflater {
    z_stream state;
    int is_between_members;
};

enforcer_inflater *enforcer_inflater_create(void) {
    enforcer_inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater != NULL && inflateInit2(&inflater->state, GZIP_WINDOW_BITS) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void enforcer_inflater_destroy(enforcer_inflater *inflater) {
    inflateEnd(&inflater->state);
    free(inflater);
}

enforcer_inflate_result enforcer_inflater_run(
    enforcer_inflater *inflater, uint8_t *room, size_t capacity, const uint8_t *bytes, size_t size) {
    enforcer_inflate_result result = {.code = ENFORCER_INFLATE_MORE, .taken = 0, .written = 0};
    if (inflater->is_between_members && size > 0) {
        inflater->is_between_members = 0;
        if (inflateReset(&inflater->state) != Z_OK) {
            result.code = ENFORCER_INFLATE_DAMAGED;
            return result;
        }
    }
    const size_t available = size > UINT_MAX ? UINT_MAX : size;
    const size_t open = capacity > UINT_MAX ? UINT_MAX : capacity;
    inflater->state.next_in = bytes;
    inflater->state.avail_in = (unsigned)available;
    inflater->state.next_out = room;
    inflater->state.avail_out = (unsigned)open;
    int status = inflate(&inflater->state, Z_NO_FLUSH);
    result.taken = available - inflater->state.avail_in;
    result.written = open - inflater->state.avail_out;
    if (status == Z_STREAM_END) {
        inflater->is_between_members = 1;
        result.code = ENFORCER_INFLATE_END;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
        result.code = ENFORCER_INFLATE_DAMAGED;
    }
    return result;
}
