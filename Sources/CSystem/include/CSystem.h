// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef CSYSTEM_H
#define CSYSTEM_H

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
 * Calls to the operating system that Swift cannot make itself: by reading `errno` a program would come to ask for a newer
 * glibc than Amazon Linux 2023 has.
 */

/*
 * TCP for one caller: sockets that never block by themselves, so that every wait is one that the caller asked for.
 *
 * Every function that can fail returns a negative code then: one of the two below, or one for
 * `enforcer_socket_message`. A signal that arrives meanwhile never makes a call fail.
 */
typedef enum enforcer_socket_code {
    /* Nothing can be done without waiting. */
    ENFORCER_SOCKET_AGAIN = -1,
    /* The time ran out. */
    ENFORCER_SOCKET_TIMEOUT = -2,
} enforcer_socket_code;

/* What `enforcer_socket_wait` found; both may be set. */
typedef enum enforcer_socket_event {
    /* Bytes, the end of the stream, or an error can be received. */
    ENFORCER_SOCKET_READABLE = 1,
    ENFORCER_SOCKET_WRITABLE = 2,
} enforcer_socket_event;

/* For `timeout_ms` of `enforcer_socket_wait`: as long as it takes. */
#define ENFORCER_SOCKET_NO_TIMEOUT (-1)

/*
 * Connects, and waits for that.
 *
 * host: a name, or an address of IPv4 or IPv6 without brackets, with its terminating zero byte. A name is looked up,
 *       and its addresses are tried in order; the look-up alone is not held to the limit.
 * port: a number as text with its terminating zero byte.
 * timeout_ms: for all addresses together; 0 or more.
 *
 * Returns a descriptor for `enforcer_socket_close`, or a negative code.
 */
int32_t enforcer_socket_connect(
    const uint8_t *__counted_by(host_size) host __noescape, size_t host_size,
    const uint8_t *__counted_by(port_size) port __noescape, size_t port_size, int64_t timeout_ms);

/* Closes a descriptor, once. */
void enforcer_socket_close(int32_t descriptor);

/*
 * Sends what it can of head and body, taken as one text from `offset` on, which is less than both together.
 *
 * Returns how many bytes went out, 1 or more, or a negative code.
 */
int64_t enforcer_socket_send(
    int32_t descriptor,
    const uint8_t *__counted_by(head_size) head __noescape, size_t head_size,
    const uint8_t *__counted_by(body_size) body __noescape, size_t body_size, size_t offset);

/* Receives at most `size` bytes. Returns how many came, 0 at the end of the stream, or a negative code. */
int64_t enforcer_socket_receive(
    int32_t descriptor, uint8_t *__counted_by(size) target __noescape, size_t size);

/*
 * Waits until something can be received or, if `for_sending` is not 0, sent.
 *
 * Returns a sum of `enforcer_socket_event`, or a negative code.
 */
int32_t enforcer_socket_wait(int32_t descriptor, int32_t for_sending, int64_t timeout_ms);

/*
 * Writes for people what a negative code means, and returns the size of that; `target` has room for 128 bytes at least.
 */
size_t enforcer_socket_message(int64_t code, uint8_t *__counted_by(size) target __noescape, size_t size);

/* A clock that is never set, in ms. */
int64_t enforcer_socket_now_ms(void);

/*
 * Something that one thread waits for and others tell it. What is told before the wait counts, too.
 *
 * Returns a descriptor for `enforcer_bell_close`, or -1.
 */
int32_t enforcer_bell_open(void);

/* Closes a descriptor, once. */
void enforcer_bell_close(int32_t bell);

/* Ends the wait that is on or the next one; several rings may end one wait together. */
void enforcer_bell_ring(int32_t bell);

/* Waits for a ring. */
void enforcer_bell_wait(int32_t bell);

/*
 * Makes the process fit for a function that must not be lost for its log: its memory, which has secrets in it, is not
 * written to a file when it crashes; writing to a stream that nobody reads fails instead of ending the process; and where
 * a standard stream was closed, /dev/null takes its number, so that no log line ends up in a connection.
 */
void enforcer_harden_process(void);

#endif
