// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

#if __has_include(<ptrcheck.h>) && __has_include(<lifetimebound.h>)
#include <lifetimebound.h>
#include <ptrcheck.h>
#endif
#ifndef __counted_by
#define __counted_by(count)
#endif
#ifndef __noescape
#define __noescape
#endif

/*
 * An HTTP/1.1 client over libcurl, which is loaded at run time: nothing of it is linked, so the program also starts,
 * and can say what is missing, where there is none.
 *
 * A client is one kept-alive easy handle: it keeps its connections between requests. It is not thread-safe; requests
 * of one client must follow each other.
 */
typedef struct enforcer_curl_client enforcer_curl_client;

/* How a request ended. */
typedef enum enforcer_curl_code {
    ENFORCER_CURL_OK = 0,
    /* The time limit ran out. */
    ENFORCER_CURL_TIMEOUT = 1,
    /* No connection, a broken one, an answer that is no HTTP, a certificate that does not verify. */
    ENFORCER_CURL_CONNECTION = 2,
    /* Header block or body of the answer passed the limit. */
    ENFORCER_CURL_TOO_LARGE = 3,
    /* libcurl could not be loaded, or is older than 7.85. */
    ENFORCER_CURL_UNAVAILABLE = 4,
    /* The request is none: text that is not terminated, a URL that libcurl refuses. */
    ENFORCER_CURL_REFUSED = 5,
} enforcer_curl_code;

/* How far a request got. */
typedef enum enforcer_curl_stage {
    /* Nothing was sent: the request is none, or there is no libcurl. */
    ENFORCER_CURL_NOT_STARTED = 0,
    ENFORCER_CURL_NAME_LOOKUP = 1,
    /* Where the time ran out, also in TLS: older versions of libcurl do not tell these apart. */
    ENFORCER_CURL_CONNECT = 2,
    ENFORCER_CURL_TLS = 3,
    /* The connection stood: the request was being sent, or the answer waited for or read. */
    ENFORCER_CURL_ANSWER = 4,
} enforcer_curl_stage;

/* What can be read of the last answer. */
typedef enum enforcer_curl_part {
    /* Header fields of the final answer: lines with their CRLF, without status line. */
    ENFORCER_CURL_HEAD = 0,
    ENFORCER_CURL_BODY = 1,
    /* Why the last request failed, for people; empty after ENFORCER_CURL_OK. */
    ENFORCER_CURL_MESSAGE = 2,
} enforcer_curl_part;

/* The most bytes of header fields that an answer may have. */
#define ENFORCER_CURL_HEAD_LIMIT 65536

/* For `timeout_ms`: wait for the answer as long as it takes. The connection must still come about in 10 s. */
#define ENFORCER_CURL_NO_TIMEOUT (-1)

/*
 * Opens a client. The library is loaded for its first request, or by `enforcer_curl_load`.
 *
 * library: name of the shared library with its terminating zero byte, such as "libcurl.so.4".
 * ca_file: path of a PEM file with its terminating zero byte; its certificates then replace the system's. Empty:
 *          those that libcurl was built for.
 * body_limit: the most bytes that the body of an answer may have. The buffer grows as needed up to it and is kept.
 *
 * Returns NULL if there is no memory or a text is not terminated. Otherwise a client, to be given to
 * `enforcer_curl_close` once; if the library cannot be loaded, its requests end with ENFORCER_CURL_UNAVAILABLE.
 */
enforcer_curl_client *enforcer_curl_open(
    const uint8_t *__counted_by(library_size) library __noescape, size_t library_size,
    const uint8_t *__counted_by(ca_file_size) ca_file __noescape, size_t ca_file_size,
    size_t body_limit);

/* Loads the library and makes it ready, unless that was done. Until then no other process-wide state is touched. */
void enforcer_curl_load(enforcer_curl_client *client);

/*
 * Has a thread of its own load the library, for all clients to come, and returns at once. The thread ends when that is
 * done; a client that needs the library earlier waits for it. Where there can be no thread, nothing happens.
 *
 * A process that ends meanwhile should do so with `_exit`: exit handlers would meet libraries that are just starting.
 *
 * library: as for `enforcer_curl_open`.
 */
void enforcer_curl_preload(const uint8_t *__counted_by(library_size) library __noescape, size_t library_size);

/* Closes the connections and frees the client. NULL is allowed. */
void enforcer_curl_close(enforcer_curl_client *client);

/*
 * Sends a request and waits for the whole answer. Follows no redirect, uses no proxy, keeps no cookie, verifies
 * certificates, and sends only the header fields given, besides `Host` and `Content-Length`. A request on a kept
 * connection that the server has closed meanwhile goes out again on a new one, within the same limit.
 *
 * head: texts, each with a terminating zero byte: method, absolute URL, then one per header field, as `name: value`,
 *       or `name;` for an empty value. No text may hold a line break: the caller checks that.
 * body: may be empty. Read until the function returns, not afterwards.
 * timeout_ms: for all of it, name look-up included. 0: ENFORCER_CURL_TIMEOUT at once.
 *
 * Of the answer, whatever had arrived can be read until the next call, after failures too.
 */
enforcer_curl_code enforcer_curl_send(
    enforcer_curl_client *client,
    const uint8_t *__counted_by(head_size) head __noescape, size_t head_size,
    const uint8_t *__counted_by(body_size) body __noescape, size_t body_size,
    int64_t timeout_ms);

/* How far the last request got. */
enforcer_curl_stage enforcer_curl_last_stage(const enforcer_curl_client *client);

/* Status of the last answer, or 0 if none came. */
int32_t enforcer_curl_status(const enforcer_curl_client *client);

/* Size of a part of the last answer in bytes. */
size_t enforcer_curl_size(const enforcer_curl_client *client, enforcer_curl_part part);

/* Copies the first `size` bytes of a part; what `target` has beyond the end of the part stays as it is. */
void enforcer_curl_copy(
    const enforcer_curl_client *client, enforcer_curl_part part,
    uint8_t *__counted_by(size) target __noescape, size_t size);

#endif
