// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerShim.h"

#include <string.h>

// MARK: - Strings

static bool is_hex_digit(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 6;
}

size_t enforcer_json_escape_width(const uint8_t *bytes, size_t size) {
    if (size < 2 || bytes[0] != '\\') {
        return 0;
    }
    switch (bytes[1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u':
        for (size_t digit = 2; digit < 6; digit++) {
            if (digit >= size || !is_hex_digit(bytes[digit])) {
                return 0;
            }
        }
        return 6;
    default: return 0;
    }
}

size_t enforcer_json_escaped_end(const uint8_t *bytes, size_t size, size_t escape) {
    size_t index = escape;
    while (index < size && bytes[index] != '"') {
        size_t width = enforcer_json_escape_width(bytes + index, size - index);
        if (width == 0) {
            return size;
        }
        index += width;
        index += enforcer_json_run(bytes + index, size - index);
    }
    return index;
}

// MARK: - Members

// Where the string ends whose text begins at `start`, which is at most `size`: the index of its last quote, or `size` if
// that is missing or the grammar is against it.
static __attribute__((noinline)) size_t end_of_any_string(const uint8_t *bytes, size_t size, size_t start,
                                                          bool *is_escaped) {
    return enforcer_json_end(bytes, size, start, is_escaped);
}

// As above. Most strings have fewer than 32 bytes and no escape; for these there is no branch that depends on the text.
ENFORCER_INLINE size_t end_of_string(const uint8_t *bytes, size_t size, size_t start, bool *is_escaped) {
#if defined(__SSE2__)
    if (size - start >= 32) {
        __m128i first = enforcer_json_ends(enforcer_load(bytes + start));
        __m128i second = enforcer_json_ends(enforcer_load(bytes + start + 16));
        unsigned hits = enforcer_mask(first) | enforcer_mask(second) << 16;
        size_t end = start + (hits != 0 ? (size_t)__builtin_ctz(hits) : 0);
        if (hits != 0 && bytes[end] == '"') {
            *is_escaped = false;
            return end;
        }
    }
#endif
    return end_of_any_string(bytes, size, start, is_escaped);
}

// Whether the text at `offset`, which is at most `size`, begins with a literal.
#define HAS(offset, literal) \
    (size - (offset) >= sizeof(literal) - 1 && memcmp(bytes + (offset), literal, sizeof(literal) - 1) == 0)

size_t enforcer_members_read(const uint8_t *bytes, size_t size, size_t start, enforcer_member *members,
                             size_t capacity) {
    size_t count = 0;
    if (size > ENFORCER_MEMBERS_SIZE_MAX) {
        return 0;
    }
    while (count < capacity && start < size) {
        bool is_name_escaped, is_value_escaped;
        size_t name_end = end_of_string(bytes, size, start + 1, &is_name_escaped);
        if (!HAS(name_end, "\":\"")) {
            break;
        }
        size_t value_end = end_of_string(bytes, size, name_end + 3, &is_value_escaped);
        if (value_end == size) {
            break;
        }
        members[count++] = (enforcer_member){
            (uint32_t)start, (uint32_t)name_end, (uint32_t)name_end + 3, (uint32_t)value_end,
            is_name_escaped, is_value_escaped,
        };
        if (!HAS(value_end, "\",\"")) {
            break;
        }
        start = value_end + 2;
    }
    return count;
}

size_t enforcer_headers_read(const uint8_t *bytes, size_t size, size_t start, enforcer_member *headers,
                             size_t capacity) {
    size_t count = 0;
    if (size > ENFORCER_MEMBERS_SIZE_MAX) {
        return 0;
    }
    while (count < capacity && start < size) {
        bool is_name_escaped, is_key_escaped, is_value_escaped;
        size_t name_end = end_of_string(bytes, size, start + 1, &is_name_escaped);
        if (!HAS(name_end, "\":[{\"key\":\"")) {
            break;
        }
        size_t key_end = end_of_string(bytes, size, name_end + 11, &is_key_escaped);
        if (!HAS(key_end, "\",\"value\":\"")) {
            break;
        }
        size_t value_end = end_of_string(bytes, size, key_end + 11, &is_value_escaped);
        if (!HAS(value_end, "\"}]")) {
            break;
        }
        headers[count++] = (enforcer_member){
            (uint32_t)start, (uint32_t)name_end, (uint32_t)key_end + 11, (uint32_t)value_end,
            is_name_escaped, is_value_escaped,
        };
        if (!HAS(value_end + 3, ",\"")) {
            break;
        }
        start = value_end + 4;
    }
    return count;
}
