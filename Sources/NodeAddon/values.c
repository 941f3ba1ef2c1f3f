// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "values.h"

#include <stdlib.h>

// MARK: - Coming in

// Kept between calls: enough for the frame of nearly every request.
enum { USUAL_CAPACITY = 16 << 10, KEPT_CAPACITY = 256 << 10 };

// Room for `size` more bytes.
static bool reserve(enforcer_room *room, size_t size) {
    if (size <= room->capacity - room->size) {
        return true;
    }
    if (size > SIZE_MAX / 2 - room->size) {
        return false;
    }
    size_t capacity = room->size + size < USUAL_CAPACITY ? USUAL_CAPACITY : room->size + size;
    uint8_t *larger = realloc(room->bytes, capacity);
    if (larger == NULL) {
        return false;
    }
    room->bytes = larger;
    room->capacity = capacity;
    return true;
}

void enforcer_room_clear(enforcer_room *room) {
    room->size = 0;
    if (room->capacity > KEPT_CAPACITY) {
        free(room->bytes);
        *room = (enforcer_room){0};
    }
}

typedef napi_status (*reader)(napi_env env, napi_value value, char *bytes, size_t size, size_t *written);

static bool read_string(napi_env env, napi_value value, reader read, enforcer_room *room, size_t *size) {
    // Most strings fit into what is there. One that may have been cut, within a character of up to four bytes, is
    // measured and read again.
    enum { LONGEST_CHARACTER = 4 };
    if (!reserve(room, LONGEST_CHARACTER + 2)) {
        return false;
    }
    char *end = (char *)room->bytes + room->size;
    if (read(env, value, end, room->capacity - room->size, size) != napi_ok) {
        return false;
    }
    if (*size + LONGEST_CHARACTER >= room->capacity - room->size) {
        if (read(env, value, NULL, 0, size) != napi_ok || !reserve(room, *size + 1)) {
            return false;
        }
        end = (char *)room->bytes + room->size;
        if (read(env, value, end, *size + 1, size) != napi_ok) {
            return false;
        }
    }
    room->size += *size;
    return true;
}

bool enforcer_read_latin1(napi_env env, napi_value value, enforcer_room *room, size_t *size) {
    return read_string(env, value, napi_get_value_string_latin1, room, size);
}

bool enforcer_read_utf8(napi_env env, napi_value value, enforcer_room *room, size_t *size) {
    return read_string(env, value, napi_get_value_string_utf8, room, size);
}

bool enforcer_read_bytes(napi_env env, napi_value value, enforcer_text *bytes) {
    *bytes = (enforcer_text){0};
    napi_valuetype type;
    if (napi_typeof(env, value, &type) != napi_ok) {
        return false;
    }
    if (type == napi_undefined) {
        return true;
    }
    bool is_array = false;
    napi_typedarray_type element;
    void *data = NULL;
    if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array
        || napi_get_typedarray_info(env, value, &element, &bytes->size, &data, NULL, NULL) != napi_ok
        || element != napi_uint8_array) {
        return false;
    }
    bytes->bytes = data;
    return true;
}

// MARK: - Going out

enforcer_list enforcer_list_begin(napi_env env) {
    enforcer_list list = {.env = env};
    list.has_failed = napi_create_array(env, &list.array) != napi_ok;
    return list;
}

void enforcer_list_add(enforcer_list *list, napi_value value) {
    if (list->has_failed || napi_set_element(list->env, list->array, list->count, value) != napi_ok) {
        list->has_failed = true;
    }
    list->count++;
}

void enforcer_list_add_number(enforcer_list *list, double value) {
    napi_value made = NULL;
    if (!list->has_failed) {
        list->has_failed = napi_create_double(list->env, value, &made) != napi_ok;
    }
    enforcer_list_add(list, made);
}

void enforcer_list_add_text(enforcer_list *list, enforcer_text text) {
    napi_value made = NULL;
    const char *bytes = text.size == 0 ? "" : (const char *)text.bytes;
    if (!list->has_failed) {
        list->has_failed = napi_create_string_utf8(list->env, bytes, text.size, &made) != napi_ok;
    }
    enforcer_list_add(list, made);
}

void enforcer_list_add_buffer(enforcer_list *list, enforcer_text bytes) {
    napi_value made = NULL;
    const void *data = bytes.size == 0 ? "" : (const void *)bytes.bytes;
    if (!list->has_failed) {
        list->has_failed = napi_create_buffer_copy(list->env, bytes.size, data, NULL, &made) != napi_ok;
    }
    enforcer_list_add(list, made);
}

void enforcer_list_add_nothing(enforcer_list *list) {
    napi_value made = NULL;
    if (!list->has_failed) {
        list->has_failed = napi_get_undefined(list->env, &made) != napi_ok;
    }
    enforcer_list_add(list, made);
}

void enforcer_list_add_texts(enforcer_list *list, const enforcer_text *texts, size_t count) {
    enforcer_list inner = enforcer_list_begin(list->env);
    for (size_t i = 0; i < count; i++) {
        enforcer_list_add_text(&inner, texts[i]);
    }
    list->has_failed = list->has_failed || inner.has_failed;
    enforcer_list_add(list, inner.array);
}

napi_value enforcer_list_end(const enforcer_list *list) {
    return list->has_failed ? NULL : list->array;
}

static void add_calls(enforcer_list *list, const enforcer_node_step *step) {
    for (size_t i = 0; i < step->call_count; i++) {
        const enforcer_node_call *call = &step->calls[i];
        enforcer_list_add_number(list, call->kind);
        enforcer_list_add_text(list, call->url);
        enforcer_list_add_buffer(list, call->body);
        enforcer_list_add_number(list, call->timeout);
    }
}

napi_value enforcer_make_step(napi_env env, const enforcer_node_step *step) {
    enforcer_list list = enforcer_list_begin(env);
    enforcer_list_add_number(&list, step->kind);
    enforcer_list_add_number(&list, step->has_exchange ? (double)step->id : -1);
    switch (step->kind) {
    case ENFORCER_NODE_SEND:
        add_calls(&list, step);
        enforcer_list_add_text(&list, step->calls[0].method);
        enforcer_list_add_texts(&list, step->headers, step->header_count);
        break;
    case ENFORCER_NODE_ASK:
        enforcer_list_add_number(&list, step->hook);
        enforcer_list_add_number(&list, step->entry);
        enforcer_list_add_text(&list, step->context);
        break;
    default:
        enforcer_list_add_number(&list, step->outcome);
        enforcer_list_add_number(&list, step->reason);
        if (step->has_score) {
            enforcer_list_add_number(&list, step->score);
        } else {
            enforcer_list_add_nothing(&list);
        }
        enforcer_list_add_number(&list, step->result);
        if (step->result == ENFORCER_NODE_HEADERS) {
            enforcer_list_add_texts(&list, step->removals, step->removal_count);
            enforcer_list_add_texts(&list, step->additions, step->addition_count);
        } else if (step->result != ENFORCER_NODE_UNCHANGED) {
            enforcer_list_add_text(&list, step->result_text);
        }
        add_calls(&list, step);
    }
    return enforcer_list_end(&list);
}
