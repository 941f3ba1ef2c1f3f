// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// JavaScript values: reading those that come in, making those that go out.

#ifndef ENFORCER_VALUES_H
#define ENFORCER_VALUES_H

#define NAPI_VERSION 8

#include "node_engine.h"

#include <node_api.h>

// Room for the texts of one call, kept for the next. Texts are known by offset, as the room may move.
typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
} enforcer_room;

// Forgets what is in the room, and gives it back if it grew large.
void enforcer_room_clear(enforcer_room *room) __attribute__((nonnull));

// Appends a JavaScript string as Latin-1 (the low byte of each unit) or as UTF-8; gives how many bytes that was.
// False if it is no string or memory is short; nothing is thrown.
bool enforcer_read_latin1(napi_env env, napi_value value, enforcer_room *room, size_t *size)
    __attribute__((nonnull, warn_unused_result));
bool enforcer_read_utf8(napi_env env, napi_value value, enforcer_room *room, size_t *size)
    __attribute__((nonnull, warn_unused_result));

// The bytes of a Uint8Array, which stand until JavaScript runs again; none for undefined. False if it is neither.
bool enforcer_read_bytes(napi_env env, napi_value value, enforcer_text *bytes)
    __attribute__((nonnull, warn_unused_result));

// An array that is being filled. After the first failure all else does nothing.
typedef struct {
    napi_env env;
    napi_value array;
    uint32_t count;
    bool has_failed;
} enforcer_list;

enforcer_list enforcer_list_begin(napi_env env) __attribute__((nonnull));
void enforcer_list_add(enforcer_list *list, napi_value value);
void enforcer_list_add_number(enforcer_list *list, double value) __attribute__((nonnull));
void enforcer_list_add_text(enforcer_list *list, enforcer_text text) __attribute__((nonnull));
// A Buffer with a copy of the bytes.
void enforcer_list_add_buffer(enforcer_list *list, enforcer_text bytes) __attribute__((nonnull));
// undefined
void enforcer_list_add_nothing(enforcer_list *list) __attribute__((nonnull));
// An array of strings.
void enforcer_list_add_texts(enforcer_list *list, const enforcer_text *texts, size_t count) __attribute__((nonnull(1)));

// The array, or NULL if something failed.
napi_value enforcer_list_end(const enforcer_list *list) __attribute__((nonnull));

// What the add-on's functions answer for a step; native.cjs knows the order.
napi_value enforcer_make_step(napi_env env, const enforcer_node_step *step) __attribute__((nonnull));

#endif
