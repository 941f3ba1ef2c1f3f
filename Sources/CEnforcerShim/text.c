// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CEnforcerText.h"

// MARK: - JSON

// Copies text for as long as it is ASCII and no quote, backslash or control, capitals in lower case if asked for, and says
// how many bytes that were. Up to 15 bytes behind the copy may be written, too.
ENFORCER_INLINE size_t copy_plain(uint8_t *copy, const uint8_t *text, size_t size, bool in_lower_case) {
#if defined(__SSE2__)
    size_t done = 0;
    while (done < size) {
        size_t left = size - done;
        __m128i piece = left >= 16 ? enforcer_load(text + done) : enforcer_load_tail(text + done, left);
        unsigned stops = enforcer_mask(enforcer_json_stops(piece));
        _mm_storeu_si128((__m128i *)(void *)(copy + done), in_lower_case ? enforcer_lower(piece) : piece);
        // What is not there is zeros, and zero is a control.
        if (stops != 0) {
            return done + (size_t)__builtin_ctz(stops);
        }
        done += 16;
    }
    return size;
#else
    size_t done = 0;
    while (done < size && !enforcer_json_stops(text[done])) {
        copy[done] = in_lower_case ? enforcer_lower(text[done]) : text[done];
        done++;
    }
    return done;
#endif
}

// Copies JSON text that is ASCII and whose only escapes are those of quotes and backslashes, and says how many bytes at
// its beginning are. As above, 15 bytes more may be written.
static size_t copy_json(uint8_t *copy, const uint8_t *text, size_t size) {
    size_t done = 0;
    for (;;) {
        done += copy_plain(copy + done, text + done, size - done, false);
        if (size - done < 2 || text[done] != '\\' || (text[done + 1] != '"' && text[done + 1] != '\\')) {
            return done;
        }
        copy[done] = '\\';
        copy[done + 1] = text[done + 1];
        done += 2;
    }
}

size_t enforcer_json_header_write(uint8_t *copy, const uint8_t *name, size_t name_size, const uint8_t *value,
                                  size_t value_size, bool is_json, bool are_plain) {
    static const char before_name[] = "{\"name\":\"", before_value[] = "\",\"value\":\"";
    uint8_t *next = copy;
    memcpy(next, before_name, sizeof before_name - 1);
    next += sizeof before_name - 1;
    if (copy_plain(next, name, name_size, true) < name_size) {
        return 0;
    }
    next += name_size;
    memcpy(next, before_value, sizeof before_value - 1);
    next += sizeof before_value - 1;
    if (are_plain) {
        enforcer_copy(next, value, value_size);
    } else if ((is_json ? copy_json(next, value, value_size) : copy_plain(next, value, value_size, false)) < value_size) {
        return 0;
    }
    next += value_size;
    next[0] = '"';
    next[1] = '}';
    return (size_t)(next + 2 - copy);
}

size_t enforcer_json_escape(uint8_t *copy, const uint8_t *text, size_t size, size_t *read) {
    size_t done = 0, written = 0;
    for (;;) {
        size_t run = copy_plain(copy + written, text + done, size - done, false);
        done += run;
        written += run;
        if (done == size || (text[done] != '"' && text[done] != '\\')) {
            *read = done;
            return written;
        }
        copy[written] = '\\';
        copy[written + 1] = text[done];
        written += 2;
        done++;
    }
}

size_t enforcer_json_unescape(uint8_t *copy, const uint8_t *text, size_t size, size_t *read) {
    size_t done = 0, written = 0;
    for (;;) {
        size_t left = size - done, run;
#if defined(__SSE2__)
        if (left >= 16) {
            // No more has been written than read, so sixteen bytes more have room.
            __m128i piece = enforcer_load(text + done);
            _mm_storeu_si128((__m128i *)(void *)(copy + written), piece);
            unsigned escapes = enforcer_mask(enforcer_is(piece, '\\'));
            run = escapes != 0 ? (size_t)__builtin_ctz(escapes) : 16;
            done += run;
            written += run;
            if (escapes == 0) {
                continue;
            }
        } else
#endif
        {
            run = enforcer_run_before(text + done, left, '\\');
            enforcer_copy(copy + written, text + done, run);
            done += run;
            written += run;
        }
        // A quote, a backslash or a slash stands for itself; of the letters none does.
        if (size - done < 2 || text[done + 1] > '\\') {
            *read = done;
            return written;
        }
        copy[written++] = text[done + 1];
        done += 2;
    }
}

// MARK: - Pages

#if defined(__SSE2__)
ENFORCER_INLINE __m128i not_bare(__m128i bytes) {
    // As signed numbers, bytes beyond ASCII are low.
    __m128i hits = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    hits = _mm_or_si128(hits, enforcer_is(_mm_or_si128(bytes, _mm_set1_epi8(0x01)), '\''));  // & '
    hits = _mm_or_si128(hits, enforcer_is(_mm_or_si128(bytes, _mm_set1_epi8(0x02)), '>'));   // < >
    hits = _mm_or_si128(hits, enforcer_is(bytes, '"'));
    hits = _mm_or_si128(hits, enforcer_is(bytes, '/'));
    hits = _mm_or_si128(hits, enforcer_is(bytes, '\\'));
    hits = _mm_or_si128(hits, enforcer_is(bytes, '`'));
    return _mm_or_si128(hits, enforcer_is(bytes, 0x7F));
}
#else
ENFORCER_INLINE bool not_bare(uint8_t byte) {
    switch (byte) {
    case '"': case '&': case '\'': case '/': case '<': case '>': case '\\': case '`': return true;
    default: return byte < 0x20 || byte >= 0x7F;
    }
}
#endif

size_t enforcer_script_run(const uint8_t *bytes, size_t size) {
    ENFORCER_FIRST_HIT(not_bare);
}

// MARK: - Cookies

enforcer_cookie enforcer_cookie_read(const uint8_t *bytes, size_t size, size_t start) {
    size_t equals = start;
#if defined(__SSE2__)
    for (;;) {
        size_t left = size - equals;
        __m128i text = left >= 16 ? enforcer_load(bytes + equals) : enforcer_load_tail(bytes + equals, left);
        unsigned ends = enforcer_mask(_mm_or_si128(enforcer_is(text, '='), enforcer_is(text, ';')));
        if (ends != 0) {
            equals += (size_t)__builtin_ctz(ends);
            break;
        }
        if (left <= 16) {
            return (enforcer_cookie){start, size, size};
        }
        equals += 16;
    }
#else
    while (equals < size && bytes[equals] != '=' && bytes[equals] != ';') {
        equals++;
    }
    if (equals == size) {
        return (enforcer_cookie){start, size, size};
    }
#endif
    if (bytes[equals] == ';') {
        return (enforcer_cookie){start, equals, equals};
    }
    return (enforcer_cookie){start, equals, equals + enforcer_run_before(bytes + equals, size - equals, ';')};
}

// MARK: - URLs

// What neither the path nor the query of a normal URL has: what decoding, trimming, parsing or escaping looks at.
#if defined(__SSE2__)
ENFORCER_INLINE __m128i unusual(__m128i bytes) {
    // As signed numbers, bytes beyond ASCII are low.
    __m128i hits = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x21));
    __m128i set_bit_0 = _mm_or_si128(bytes, _mm_set1_epi8(0x01));
    __m128i set_bit_1 = _mm_or_si128(bytes, _mm_set1_epi8(0x02));
    hits = _mm_or_si128(hits, enforcer_is(set_bit_0, '#'));   // " #
    hits = _mm_or_si128(hits, enforcer_is(set_bit_1, '\''));  // % '
    hits = _mm_or_si128(hits, enforcer_is(set_bit_1, '>'));   // < >
    hits = _mm_or_si128(hits, enforcer_is(set_bit_1, 0x7F));  // } and DEL
    hits = _mm_or_si128(hits, enforcer_is(bytes, '{'));
    hits = _mm_or_si128(hits, enforcer_is(bytes, '?'));
    hits = _mm_or_si128(hits, enforcer_is(bytes, '\\'));
    return _mm_or_si128(hits, enforcer_is(bytes, '`'));
}
#else
ENFORCER_INLINE bool unusual(uint8_t byte) {
    switch (byte) {
    case '"': case '#': case '%': case '\'': case '<': case '>': case '?': case '\\': case '`': case '{': case '}':
        return true;
    default: return byte <= 0x20 || byte >= 0x7F;
    }
}
#endif

ENFORCER_INLINE size_t usual_run(const uint8_t *bytes, size_t size) {
    ENFORCER_FIRST_HIT(unusual);
}

// Lower-case letters, digits, hyphens and dots, and a last label that does not begin like a number: such a host may be
// taken for an address.
static bool is_normal_host(const uint8_t *bytes, size_t size) {
    if (size == 0 || bytes[size - 1] == '.') {
        return false;
    }
    size_t label = 0;
    for (size_t index = 0; index < size; index++) {
        uint8_t byte = bytes[index];
        if (byte == '.') {
            label = index + 1;
        } else if ((uint8_t)(byte - 'a') >= 26 && (uint8_t)(byte - '0') >= 10 && byte != '-') {
            return false;
        }
    }
    return (uint8_t)(bytes[label] - '0') >= 10;
}

// Without empty segments, and without those that begin with a dot, among which are `.` and `..`.
static bool is_normal_path(const uint8_t *bytes, size_t size) {
    if (size == 0 || bytes[0] != '/' || usual_run(bytes, size) < size) {
        return false;
    }
    if (size == 1) {
        return true;
    }
    size_t slash = 0;
    do {
        if (slash + 1 == size || bytes[slash + 1] == '/' || bytes[slash + 1] == '.') {
            return false;
        }
        slash += 1 + enforcer_run_before(bytes + slash + 1, size - slash - 1, '/');
    } while (slash < size);
    return true;
}

bool enforcer_url_is_normal(const uint8_t *host, size_t host_size, const uint8_t *path, size_t path_size,
                            const uint8_t *query, size_t query_size) {
    return is_normal_host(host, host_size) && is_normal_path(path, path_size) &&
           usual_run(query, query_size) == query_size;
}
