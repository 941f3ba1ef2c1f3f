// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE  // memrchr
#include "CLogScan.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { TAB = 0x09, LINE_FEED = 0x0A, CARRIAGE_RETURN = 0x0D, FIRST_PRINTED = 0x20 };

enforcer_log_line enforcer_log_scan(const uint8_t *bytes, size_t size, size_t start, uint32_t *tabs, size_t capacity) {
    enforcer_log_line line = {.end = size, .tabs = 0, .is_binary = 0};
    size_t controls = 0, last = 0, at = start;
#if defined(__SSE2__)
    const __m128i limit = _mm_set1_epi8(FIRST_PRINTED - 1);
    for (; size - at >= 16; at += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(block, limit), block));
        for (; mask != 0; mask &= mask - 1) {
            size_t found = at + (size_t)__builtin_ctz(mask);
            uint8_t byte = bytes[found];
            if (byte == TAB) {
                if (line.tabs < capacity) tabs[line.tabs] = (uint32_t)found;
                line.tabs++;
            } else if (byte == LINE_FEED) {
                line.end = found;
                goto ended;
            } else {
                controls++;
                last = byte == CARRIAGE_RETURN ? found + 1 : 0;
            }
        }
    }
#endif
    for (; at < size; at++) {
        uint8_t byte = bytes[at];
        if (byte >= FIRST_PRINTED) continue;
        if (byte == TAB) {
            if (line.tabs < capacity) tabs[line.tabs] = (uint32_t)at;
            line.tabs++;
        } else if (byte == LINE_FEED) {
            line.end = at;
            goto ended;
        } else {
            controls++;
            last = byte == CARRIAGE_RETURN ? at + 1 : 0;
        }
    }
ended:
    line.is_binary = controls > 1 || (controls == 1 && last != line.end);
    return line;
}

enforcer_log_lines enforcer_log_count(const uint8_t *bytes, size_t size) {
    static const char header[] = "#Fields:";
    const size_t length = sizeof header - 1;
    enforcer_log_lines lines = {.count = 0, .header = size};
    size_t at = 0;
    while (at < size) {
        if (bytes[at] == '#' && size - at >= length && memcmp(bytes + at, header, length) == 0) lines.header = at;
        const uint8_t *found = memchr(bytes + at, LINE_FEED, size - at);
        if (found == NULL) break;
        lines.count++;
        at = (size_t)(found - bytes) + 1;
    }
    return lines;
}

size_t enforcer_log_cut(const uint8_t *bytes, size_t size) {
    const uint8_t *found = size == 0 ? NULL : memrchr(bytes, LINE_FEED, size);
    return found == NULL ? 0 : (size_t)(found - bytes) + 1;
}

// The value of a hexadecimal digit; 16 or more if it is none.
static unsigned digit(uint8_t byte) {
    if (byte >= '0' && byte <= '9') return byte - (unsigned)'0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - (unsigned)'a' + 10 : 16;
}

// Where the first percent sign is, and what the bytes before it or-ed together are.
static size_t plain(uint8_t *out, const uint8_t *bytes, size_t size, uint8_t *bits) {
    size_t at = 0;
#if defined(__SSE2__)
    const __m128i percent = _mm_set1_epi8('%');
    for (; size - at >= 16; at += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(block, percent)) != 0) break;
        _mm_storeu_si128((__m128i *)(void *)(out + at), block);
        if (_mm_movemask_epi8(block) != 0) *bits |= 0x80;
    }
#endif
    for (; at < size && bytes[at] != '%'; at++) {
        out[at] = bytes[at];
        *bits |= bytes[at];
    }
    return at;
}

enforcer_log_text enforcer_log_put(
    uint8_t *frame, size_t capacity, size_t at, const uint8_t *bytes, size_t size, int32_t decodes) {
    enum { LONG_NUMBER = 0x7F, NUMBER_SIZE = 5, GROUP_BITS = 7 };
    enforcer_log_text text = {.start = SIZE_MAX, .end = SIZE_MAX, .bits = 0};
    if (at > capacity || capacity - at < NUMBER_SIZE || capacity - at - NUMBER_SIZE < size ||
        size >> (4 * GROUP_BITS) != 0) {
        return text;
    }
    // Decoding only makes it shorter, so what is short now has a length of one byte in the end.
    size_t number = size < LONG_NUMBER ? 1 : NUMBER_SIZE;
    uint8_t *out = frame + at + number;
    size_t length = 0, from = 0;
    if (decodes == 0) {
        if (size > 0) memcpy(out, bytes, size);
        for (size_t i = 0; i < size; i++) text.bits |= bytes[i];
        length = size;
        from = size;
    }
    while (from < size) {
        size_t run = plain(out + length, bytes + from, size - from, &text.bits);
        length += run;
        from += run;
        if (from == size) break;
        unsigned high = size - from > 2 ? digit(bytes[from + 1]) : 16;
        unsigned low = size - from > 2 ? digit(bytes[from + 2]) : 16;
        uint8_t byte = high < 16 && low < 16 ? (uint8_t)(high << 4 | low) : '%';
        out[length++] = byte;
        text.bits |= byte;
        from += high < 16 && low < 16 ? 3 : 1;
    }
    uint8_t *head = frame + at;
    if (number == 1) {
        *head = (uint8_t)length;
    } else {
        *head = LONG_NUMBER;
        for (unsigned group = 0; group < 4; group++) {
            head[1 + group] = (uint8_t)(length >> ((3 - group) * GROUP_BITS) & LONG_NUMBER);
        }
    }
    text.start = at + number;
    text.end = text.start + length;
    return text;
}
