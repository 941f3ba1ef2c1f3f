// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Looking through text sixteen bytes at a time. The functions are inline because most texts are short: a call would cost
// as much as the work.
//
// Rules that hold for every function below:
//  * Exactly the given bytes are read, never one beside them, and exactly the stated ones written.
//  * A pointer may be null when its size is 0.
//  * x86-64 always has SSE2, so nothing is looked up at run time. Elsewhere plain loops do the same.

#ifndef CENFORCERSCAN_H
#define CENFORCERSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Where size counts for more than speed, the compiler decides.
#if defined(ENFORCER_SMALL)
#define ENFORCER_INLINE static inline __attribute__((unused))
#else
#define ENFORCER_INLINE static inline __attribute__((always_inline, unused))
#endif
#define ENFORCER_PURE __attribute__((pure))

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define ENFORCER_MAYBE_NULL _Nullable
#else
#define ENFORCER_MAYBE_NULL
#endif

#if defined(__SSE2__)

// MARK: - Vectors

ENFORCER_INLINE __m128i enforcer_load(const uint8_t *bytes) {
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

// Fewer than sixteen bytes, and zeros behind them. Pieces that overlap agree where they do.
ENFORCER_INLINE __m128i enforcer_load_tail(const uint8_t *bytes, size_t size) {
    uint64_t low = 0, high = 0;
    if (size >= 8) {
        memcpy(&low, bytes, 8);
        memcpy(&high, bytes + (size - 8), 8);
        high = size == 8 ? 0 : high >> (8 * (16 - size));
    } else if (size >= 4) {
        uint32_t first, last;
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + (size - 4), 4);
        low = first | (uint64_t)last << (8 * (size - 4));
    } else if (size > 0) {
        low = bytes[0] | (uint64_t)bytes[size / 2] << (8 * (size / 2)) | (uint64_t)bytes[size - 1] << (8 * (size - 1));
    }
    return _mm_set_epi64x((long long)high, (long long)low);
}

ENFORCER_INLINE unsigned enforcer_mask(__m128i bytes) {
    return (unsigned)_mm_movemask_epi8(bytes);
}

ENFORCER_INLINE __m128i enforcer_is(__m128i bytes, uint8_t byte) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}

// What ends plain text in a JSON string: a quote, a backslash or a control (RFC 8259 §7). With the second bit flipped a
// quote becomes 0x20, and controls stay below that.
ENFORCER_INLINE __m128i enforcer_json_ends(__m128i bytes) {
    __m128i flipped = _mm_xor_si128(bytes, _mm_set1_epi8(0x02));
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(flipped, _mm_set1_epi8(0x20)), flipped);
    return _mm_or_si128(low, enforcer_is(bytes, 0x5C));
}

// As above, or a byte beyond ASCII: as a signed number it is low, too.
ENFORCER_INLINE __m128i enforcer_json_stops(__m128i bytes) {
    __m128i low = _mm_cmplt_epi8(_mm_xor_si128(bytes, _mm_set1_epi8(0x02)), _mm_set1_epi8(0x21));
    return _mm_or_si128(low, enforcer_is(bytes, 0x5C));
}

// ASCII capitals in lower case, everything else as it is.
ENFORCER_INLINE __m128i enforcer_lower(__m128i bytes) {
    // Counted from 'A', and moved so that signed comparison does for unsigned numbers.
    __m128i letter = _mm_sub_epi8(bytes, _mm_set1_epi8((char)(0x41 + 0x80)));
    __m128i capital = _mm_cmplt_epi8(letter, _mm_set1_epi8(-0x80 + 26));
    return _mm_or_si128(bytes, _mm_and_si128(capital, _mm_set1_epi8(0x20)));
}

#define ENFORCER_FIRST_HIT(hits_in)                                                   \
    const uint8_t *at = bytes;                                                        \
    size_t left = size;                                                               \
    for (; left >= 16; left -= 16, at += 16) {                                        \
        unsigned hits = enforcer_mask(hits_in(enforcer_load(at)));                    \
        if (hits != 0) {                                                              \
            return (size_t)(at - bytes) + (size_t)__builtin_ctz(hits);                \
        }                                                                             \
    }                                                                                 \
    if (left > 0) {                                                                   \
        unsigned hits = enforcer_mask(hits_in(enforcer_load_tail(at, left)));         \
        hits &= (1U << left) - 1;                                                     \
        if (hits != 0) {                                                              \
            return (size_t)(at - bytes) + (size_t)__builtin_ctz(hits);                \
        }                                                                             \
    }                                                                                 \
    return size

#else

#define ENFORCER_FIRST_HIT(is_hit)               \
    for (size_t done = 0; done < size; done++) { \
        if (is_hit(bytes[done])) {               \
            return done;                         \
        }                                        \
    }                                            \
    return size

ENFORCER_INLINE bool enforcer_json_ends(uint8_t byte) {
    return byte < 0x20 || byte == 0x22 || byte == 0x5C;
}

ENFORCER_INLINE bool enforcer_json_stops(uint8_t byte) {
    return byte >= 0x80 || enforcer_json_ends(byte);
}

ENFORCER_INLINE uint8_t enforcer_lower(uint8_t byte) {
    return byte >= 0x41 && byte <= 0x5A ? (uint8_t)(byte | 0x20) : byte;
}

#endif

// MARK: - Runs

// How many bytes come before the first quote, backslash or control.
ENFORCER_INLINE size_t enforcer_json_run(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) {
    ENFORCER_FIRST_HIT(enforcer_json_ends);
}

// How many bytes come before the first quote, backslash, control or byte beyond ASCII.
ENFORCER_INLINE size_t enforcer_json_ascii_run(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) {
    ENFORCER_FIRST_HIT(enforcer_json_stops);
}

// How many ASCII bytes come first.
ENFORCER_INLINE size_t enforcer_ascii_run(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) {
#if defined(__SSE2__)
#define ENFORCER_HIGH(vector) (vector)
#else
#define ENFORCER_HIGH(byte) ((byte) >= 0x80)
#endif
    ENFORCER_FIRST_HIT(ENFORCER_HIGH);
#undef ENFORCER_HIGH
}

// How many bytes come before the first `byte`.
ENFORCER_INLINE size_t enforcer_run_before(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size, uint8_t byte) {
#if defined(__SSE2__)
#define ENFORCER_FOUND(vector) enforcer_is(vector, byte)
#else
#define ENFORCER_FOUND(found) ((found) == byte)
#endif
    ENFORCER_FIRST_HIT(ENFORCER_FOUND);
#undef ENFORCER_FOUND
}

// How many bytes come before the first that is less than a blank.
ENFORCER_INLINE size_t enforcer_run_before_control(const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) {
#if defined(__SSE2__)
#define ENFORCER_CONTROL(vector) _mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x1F)), vector)
#else
#define ENFORCER_CONTROL(byte) ((byte) < 0x20)
#endif
    ENFORCER_FIRST_HIT(ENFORCER_CONTROL);
#undef ENFORCER_CONTROL
}

// MARK: - Strings

// Where the string ends in which `escape` is the index of something that is no plain text: the index of its last quote,
// or `size` if that is missing or the grammar is against it.
size_t enforcer_json_escaped_end(const uint8_t *bytes, size_t size, size_t escape) ENFORCER_PURE;

// Where the string ends whose text begins at `start`, which is at most `size`: as above.
ENFORCER_INLINE size_t enforcer_json_end(const uint8_t *bytes, size_t size, size_t start, bool *is_escaped) {
    size_t end = start + enforcer_json_run(bytes + start, size - start);
    *is_escaped = false;
    if (end == size || bytes[end] == 0x22) {
        return end;
    }
    *is_escaped = true;
    return enforcer_json_escaped_end(bytes, size, end);
}

// MARK: - Comparing

// How many bytes of two texts of `size` bytes agree before the first that does not.
ENFORCER_INLINE size_t enforcer_common_run(const uint8_t *ENFORCER_MAYBE_NULL first,
                                           const uint8_t *ENFORCER_MAYBE_NULL second, size_t size) {
#if defined(__SSE2__)
    size_t done = 0;
    while (size - done >= 16) {
        __m128i same = _mm_cmpeq_epi8(enforcer_load(first + done), enforcer_load(second + done));
        unsigned others = enforcer_mask(same) ^ 0xFFFF;
        if (others != 0) {
            return done + (size_t)__builtin_ctz(others);
        }
        done += 16;
    }
    if (done < size) {
        __m128i same = _mm_cmpeq_epi8(enforcer_load_tail(first + done, size - done),
                                      enforcer_load_tail(second + done, size - done));
        unsigned others = enforcer_mask(same) ^ 0xFFFF;
        if (others != 0) {
            return done + (size_t)__builtin_ctz(others);
        }
    }
    return size;
#else
    size_t done = 0;
    while (done < size && first[done] == second[done]) {
        done++;
    }
    return done;
#endif
}

// Whether two texts of `size` bytes are the same.
ENFORCER_INLINE bool enforcer_same(const uint8_t *ENFORCER_MAYBE_NULL first,
                                   const uint8_t *ENFORCER_MAYBE_NULL second, size_t size) {
    if (size >= 8 && size <= 16) {
        uint64_t a, b, c, d;
        memcpy(&a, first, 8);
        memcpy(&b, second, 8);
        memcpy(&c, first + (size - 8), 8);
        memcpy(&d, second + (size - 8), 8);
        return ((a ^ b) | (c ^ d)) == 0;
    }
    return enforcer_common_run(first, second, size) == size;
}

// Whether two texts of `size` bytes are the same but for the case of ASCII letters.
ENFORCER_INLINE bool enforcer_same_but_for_case(const uint8_t *ENFORCER_MAYBE_NULL first,
                                                const uint8_t *ENFORCER_MAYBE_NULL second, size_t size) {
    size_t done = 0;
#if defined(__SSE2__)
    while (size - done >= 16) {
        __m128i same =
            _mm_cmpeq_epi8(enforcer_lower(enforcer_load(first + done)), enforcer_lower(enforcer_load(second + done)));
        if (enforcer_mask(same) != 0xFFFF) {
            return false;
        }
        done += 16;
    }
    if (done == size) {
        return true;
    }
    __m128i same = _mm_cmpeq_epi8(enforcer_lower(enforcer_load_tail(first + done, size - done)),
                                  enforcer_lower(enforcer_load_tail(second + done, size - done)));
    return enforcer_mask(same) == 0xFFFF;
#else
    while (done < size && enforcer_lower(first[done]) == enforcer_lower(second[done])) {
        done++;
    }
    return done == size;
#endif
}

// MARK: - Copying

// Copies `size` bytes to where they do not overlap. Short texts, which most are, are moved as two pieces that may.
ENFORCER_INLINE void enforcer_copy(uint8_t *copy, const uint8_t *bytes, size_t size) {
    if (size > 32) {
        memcpy(copy, bytes, size);
    } else if (size >= 16) {
        uint64_t pieces[4];
        memcpy(pieces, bytes, 16);
        memcpy(pieces + 2, bytes + (size - 16), 16);
        memcpy(copy, pieces, 16);
        memcpy(copy + (size - 16), pieces + 2, 16);
    } else if (size >= 8) {
        memcpy(copy, bytes, 8);
        memcpy(copy + (size - 8), bytes + (size - 8), 8);
    } else if (size >= 4) {
        memcpy(copy, bytes, 4);
        memcpy(copy + (size - 4), bytes + (size - 4), 4);
    } else if (size > 0) {
        copy[0] = bytes[0];
        copy[size / 2] = bytes[size / 2];
        copy[size - 1] = bytes[size - 1];
    }
}

// Copies bytes for as long as they are ASCII and no quote, backslash or control, and says how many that were. All `size`
// bytes of `copy` may be written; they do not overlap `bytes`.
ENFORCER_INLINE size_t enforcer_json_copy(uint8_t *copy, const uint8_t *ENFORCER_MAYBE_NULL bytes, size_t size) {
#if defined(__SSE2__)
    size_t done = 0;
    while (size - done >= 16) {
        __m128i text = enforcer_load(bytes + done);
        unsigned hits = enforcer_mask(enforcer_json_stops(text));
        _mm_storeu_si128((__m128i *)(void *)(copy + done), text);
        if (hits != 0) {
            return done + (size_t)__builtin_ctz(hits);
        }
        done += 16;
    }
    if (done < size) {
        // Of a longer text the last sixteen bytes are taken again; of a shorter one each piece by itself.
        if (size >= 16) {
            __m128i text = enforcer_load(bytes + (size - 16));
            unsigned hits = enforcer_mask(enforcer_json_stops(text)) >> (16 - (size - done));
            _mm_storeu_si128((__m128i *)(void *)(copy + (size - 16)), text);
            return hits != 0 ? done + (size_t)__builtin_ctz(hits) : size;
        }
        unsigned hits = enforcer_mask(enforcer_json_stops(enforcer_load_tail(bytes, size))) & ((1U << size) - 1);
        size_t run = hits != 0 ? (size_t)__builtin_ctz(hits) : size;
        enforcer_copy(copy, bytes, size);
        return run;
    }
    return size;
#else
    size_t done = 0;
    while (done < size && !enforcer_json_stops(bytes[done])) {
        copy[done] = bytes[done];
        done++;
    }
    return done;
#endif
}

// Puts ASCII capitals into lower case.
ENFORCER_INLINE void enforcer_lowercase(uint8_t *bytes, size_t size) {
    size_t done = 0;
#if defined(__SSE2__)
    while (size - done >= 16) {
        _mm_storeu_si128((__m128i *)(void *)(bytes + done), enforcer_lower(enforcer_load(bytes + done)));
        done += 16;
    }
    if (done < size && size >= 16) {
        // The bytes that are taken again do not change again.
        uint8_t *last = bytes + (size - 16);
        _mm_storeu_si128((__m128i *)(void *)last, enforcer_lower(enforcer_load(last)));
        return;
    }
#endif
    while (done < size) {
        uint8_t byte = bytes[done];
        bytes[done] = byte >= 0x41 && byte <= 0x5A ? (uint8_t)(byte | 0x20) : byte;
        done++;
    }
}

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
