// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/*
 * The C interface of the Embedded build. `exports.swift` implements it, and the Swift compiler holds the two against
 * each other. The library has no state but that of its engines, and needs libc, libm and libcrypto only.
 *
 *     enforcer_engine *engine = enforcer_create(json, json_size);
 *     int step = enforcer_begin(engine, event, event_size, now, random_1, random_2);
 *     if (step == ENFORCER_SEND)     // POST enforcer_call_body() to enforcer_call_url(), then:
 *         step = enforcer_supply(engine, status, body, body_size, later);
 *     // ENFORCER_FINISH: enforcer_result() is what to answer CloudFront with.
 *
 * The engine reads no clock, draws no random numbers and opens no connection: all of that comes from the caller. One
 * engine serves one request at a time, on one thread.
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

typedef struct enforcer_engine enforcer_engine;

/* What to do next. */
#define ENFORCER_SEND 1
#define ENFORCER_FINISH 2

/* How a call to the Risk API ended without an HTTP status. */
#define ENFORCER_CALL_TIMED_OUT (-1)
#define ENFORCER_CALL_FAILED (-2)

/*
 * Makes an engine from `px_*` JSON of `size` bytes. NULL if the configuration has errors (protocol.md §1.7).
 * The caller ends it with enforcer_destroy.
 */
enforcer_engine *enforcer_create(const uint8_t *configuration, size_t size);

/* Ends an engine; NULL is allowed. */
void enforcer_destroy(enforcer_engine *engine);

/*
 * Takes a CloudFront viewer-request event of `size` bytes. Whatever was under way is dropped.
 *
 * now: ms since the epoch. random_high, random_low: 128 random bits. Returns ENFORCER_SEND or ENFORCER_FINISH.
 */
int enforcer_begin(enforcer_engine *engine, const uint8_t *event, size_t size, int64_t now, uint64_t random_high,
                   uint64_t random_low);

/*
 * Takes the end of the call that ENFORCER_SEND asked for: its HTTP status, or one of ENFORCER_CALL_..., with the
 * answer's body (or the client's error text) of `size` bytes. Returns ENFORCER_FINISH; 0 if nothing was asked for.
 */
int enforcer_supply(enforcer_engine *engine, int status, const uint8_t *body, size_t size, int64_t now);

/*
 * The functions below write a text without a terminating zero to `text`, where there is room for `capacity` bytes, and
 * return its whole length; nothing is written if that is greater than `capacity`. `text` may be NULL to ask for the
 * length only.
 */

/* After ENFORCER_FINISH: the outcome, such as "block". */
size_t enforcer_outcome(enforcer_engine *engine, uint8_t *text, size_t capacity);

/* After ENFORCER_FINISH: the reason, such as "cookie_high_score". */
size_t enforcer_reason(enforcer_engine *engine, uint8_t *text, size_t capacity);

/* After ENFORCER_FINISH: JSON of the request to go on with, or of the response to answer with. */
size_t enforcer_result(enforcer_engine *engine, uint8_t *text, size_t capacity);

/* How many calls there are: one after ENFORCER_SEND; the activities to deliver after ENFORCER_FINISH. */
size_t enforcer_call_count(enforcer_engine *engine);

/* URL and body of call number `index`; empty if there is none. */
size_t enforcer_call_url(enforcer_engine *engine, size_t index, uint8_t *text, size_t capacity);
size_t enforcer_call_body(enforcer_engine *engine, size_t index, uint8_t *text, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
