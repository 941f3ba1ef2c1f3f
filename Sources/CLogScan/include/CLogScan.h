// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// What the replay of a log does with every byte of it: finding the ends of lines and fields, and taking fields over.
//
// Nothing is allocated, and nothing is kept of an argument after the call returns. A pointer may be anything when the
// size that comes with it is 0. Inputs and outputs never overlap. No pointer is annotated with its size, as in the other
// headers: with the wrappers that come of it for functions that return structures, the release compiler crashes (Swift
// 6.3.1). LogScan.swift is the only one to call these functions.

#ifndef CLOGSCAN_H
#define CLOGSCAN_H

#include <stddef.h>
#include <stdint.h>

// What a line was found to be.
typedef struct enforcer_log_line {
    // Where its line feed is, or `size` if it has none.
    size_t end;
    // How many tabs it has, also those that there was no room for.
    size_t tabs;
    // 1 if it has control characters other than tabs and one carriage return at its end; else 0.
    int32_t is_binary;
} enforcer_log_line;

// Looks at the line that begins at `start`, which is at most `size`. Writes where its first `capacity` tabs are.
enforcer_log_line enforcer_log_scan(
    const uint8_t *bytes, size_t size, size_t start,
    uint32_t *tabs, size_t capacity);

// How many line feeds there are, and where the last line begins that starts with `#Fields:`; `size` if there is none.
typedef struct enforcer_log_lines {
    size_t count;
    size_t header;
} enforcer_log_lines;

enforcer_log_lines enforcer_log_count(const uint8_t *bytes, size_t size);

// One more than where the last line feed is; 0 if there is none.
size_t enforcer_log_cut(const uint8_t *bytes, size_t size);

// A text that was put into a frame. `start` is SIZE_MAX if there was no room.
typedef struct enforcer_log_text {
    size_t start;
    size_t end;
    // The bytes or-ed together: below 0x80 the text is ASCII.
    uint8_t bits;
} enforcer_log_text;

// Writes a text of the frame grammar of EnforcerCore (FrameReader.swift) at `at`: its length, then its bytes. With
// `decodes` other than 0, percent escapes become the bytes that they stand for; those that are none stay as they are.
enforcer_log_text enforcer_log_put(
    uint8_t *frame, size_t capacity, size_t at,
    const uint8_t *bytes, size_t size, int32_t decodes);

#endif
