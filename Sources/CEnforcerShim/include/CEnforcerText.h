// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Whole pieces of a request in one call each: what would take many of the steps in CEnforcerScan.h, whose rules hold
// here as well.

#ifndef CENFORCERTEXT_H
#define CENFORCERTEXT_H

#include "CEnforcerScan.h"

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

// MARK: - Events

// A header as CloudFront writes it, as indices into the event:
//
//     "host":[{"key":"Host","value":"shop.example"}]
//     ^start ^name_end               ^value_start ^value_end
typedef struct {
    uint32_t start;
    uint32_t name_end;
    uint32_t value_start;
    uint32_t value_end;
    bool is_name_escaped;
    bool is_value_escaped;
} enforcer_header;

// Reads headers that come one after the other, from the quote at `start` on, which is less than `size`, and says how many
// there were before the first that is not there whole or has another form; at most `capacity`. `is_more` is whether they
// were `capacity` and the next may begin behind a comma; `is_ascii`, whether no byte of names and of values without
// escapes is beyond ASCII, though it may also be false if one is near them. Of texts beyond 1 GiB none are read.
size_t enforcer_headers_read(const uint8_t *bytes, size_t size, size_t start, enforcer_header *headers, size_t capacity,
                             bool *is_more, bool *is_ascii);

// MARK: - JSON

// What enforcer_json_header_write may write beside the two texts.
#define ENFORCER_JSON_HEADER_EXTRA_SIZE 40

// What enforcer_json_escape may write beside twice the text.
#define ENFORCER_JSON_ESCAPE_EXTRA_SIZE 16

// Writes `{"name":"…","value":"…"}` of a header, letters of the name in lower case, and says how many bytes that were; 0
// if one of the texts cannot stand there as it is, which is not looked into if `are_plain`. The value is plain text, or what stands between the quotes of a JSON
// string (`is_json`), in which a quote or a backslash may be escaped. All of
// `name_size + value_size + ENFORCER_JSON_HEADER_EXTRA_SIZE` bytes may be written, whatever the outcome.
size_t enforcer_json_header_write(uint8_t *copy, const uint8_t *ENFORCER_MAYBE_NULL name, size_t name_size,
                                  const uint8_t *ENFORCER_MAYBE_NULL value, size_t value_size, bool is_json,
                                  bool are_plain);

// Writes text as the inside of a JSON string, up to a control or a byte beyond ASCII, and says how many bytes that were; `read` is how many of `text` it took. All of
// `2 * size + ENFORCER_JSON_ESCAPE_EXTRA_SIZE` bytes may be written.
size_t enforcer_json_escape(uint8_t *copy, const uint8_t *ENFORCER_MAYBE_NULL text, size_t size, size_t *read);

// Writes what the inside of a JSON string says, up to an escape that does not stand for the very character behind its
// backslash, and says how many bytes that were; `read` is how many of `text` it took. All `size` bytes may be written.
size_t enforcer_json_unescape(uint8_t *copy, const uint8_t *ENFORCER_MAYBE_NULL text, size_t size, size_t *read);

// MARK: - Pages

// How many bytes come before the first that cannot stand as it is in a JavaScript string inside an HTML script element:
// controls, quotes of all kinds, `&`, `/`, `<`, `>`, backslashes and what is beyond printable ASCII.
size_t enforcer_script_run(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) ENFORCER_PURE;

// MARK: - Cookies

// A piece of a cookie header, as indices into it.
typedef struct {
    size_t start;
    size_t equals;  // the first `=`; `end` if there is none
    size_t end;     // the next `;`, or the end of the header
} enforcer_cookie;

// The piece that begins at `start`, which is less than `size`.
enforcer_cookie enforcer_cookie_read(const uint8_t *bytes, size_t size, size_t start);

// MARK: - URLs

// Whether no step of the normalisation changes these parts of an https or http URL, as is the case with nearly all. False
// may also mean that it takes a closer look. The path includes its first slash, the query comes without its question
// mark.
bool enforcer_url_is_normal(const uint8_t *ENFORCER_MAYBE_NULL host, size_t host_size,
                            const uint8_t *ENFORCER_MAYBE_NULL path, size_t path_size,
                            const uint8_t *ENFORCER_MAYBE_NULL query, size_t query_size) ENFORCER_PURE;

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
