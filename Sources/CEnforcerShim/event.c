// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Reading headers in two passes. The first looks for what can end a string, in blocks, and notes where it is; the second
// goes from note to note. Where a string ends thus never has to be known before the next one is looked at, and that wait
// is what reading string by string spends most of its time on.

#include "CEnforcerText.h"
#include "kdf_kernels.h"

#if ENFORCER_KDF_X86
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#endif

enum {
    BLOCK_SIZE = 64,
    WINDOW_SIZE = 4096,  // how much the first pass takes at once
    AT_ONCE = 8,         // so many places are noted without asking whether there are as many
};

// Where quotes, backslashes and controls are in the window that begins at `start`.
typedef struct {
    size_t start;
    size_t size;
    size_t count;
    bool is_ascii;
    uint16_t ends[WINDOW_SIZE + AT_ONCE];
} window;

// The index of the lowest bit that is set; anything if none is.
ENFORCER_INLINE size_t first_bit(uint64_t bits) { return (size_t)__builtin_ctzll(bits | 1ULL << 63); }

#if defined(__SSE2__)

// A bit for each byte of a block that can end a string.
ENFORCER_INLINE uint64_t ends_in(const uint8_t *block, uint64_t *beyond_ascii) {
    uint64_t ends = 0;
    __m128i seen = _mm_setzero_si128();
    for (unsigned part = 0; part < BLOCK_SIZE; part += 16) {
        __m128i text = enforcer_load(block + part);
        seen = _mm_or_si128(seen, text);
        ends |= (uint64_t)enforcer_mask(enforcer_json_ends(text)) << part;
    }
    *beyond_ascii |= enforcer_mask(seen);
    return ends;
}

#else

ENFORCER_INLINE uint64_t ends_in(const uint8_t *block, uint64_t *beyond_ascii) {
    uint64_t ends = 0;
    for (unsigned index = 0; index < BLOCK_SIZE; index++) {
        ends |= (uint64_t)enforcer_json_ends(block[index]) << index;
        *beyond_ascii |= block[index] & 0x80;
    }
    return ends;
}

#endif

ENFORCER_INLINE size_t note(uint64_t ends, size_t offset, uint16_t *notes) {
    size_t count = (size_t)__builtin_popcountll(ends);
    for (size_t done = 0; done < count; done += AT_ONCE) {
        for (size_t index = done; index < done + AT_ONCE; index++) {
            // Behind the last one comes rubbish, which the next block overwrites.
            notes[index] = (uint16_t)(offset + first_bit(ends));
            ends &= ends - 1;
        }
    }
    return count;
}

// The first pass, over the window that begins at `start`, which is at most `size`. `ends_in` and what it is inlined into
// may use other registers than every machine has.
#define OPEN_WINDOW(ends_in)                                                                             \
    size_t left = size - start < WINDOW_SIZE ? size - start : WINDOW_SIZE;                               \
    uint64_t beyond_ascii = 0;                                                                           \
    size_t count = 0, offset = 0;                                                                        \
    for (; left - offset >= BLOCK_SIZE; offset += BLOCK_SIZE) {                                          \
        count += note(ends_in(bytes + start + offset, &beyond_ascii), offset, window->ends + count);     \
    }                                                                                                    \
    if (offset < left) {                                                                                 \
        uint8_t last[BLOCK_SIZE] = {0};                                                                  \
        memcpy(last, bytes + start + offset, left - offset);                                             \
        uint64_t ends = ends_in(last, &beyond_ascii) & ((1ULL << (left - offset)) - 1);                  \
        count += note(ends, offset, window->ends + count);                                               \
    }                                                                                                    \
    window->start = start;                                                                               \
    window->size = left;                                                                                 \
    window->count = count;                                                                               \
    window->is_ascii = beyond_ascii == 0

typedef void opener(window *window, const uint8_t *bytes, size_t size, size_t start);

static void open_window(window *window, const uint8_t *bytes, size_t size, size_t start) {
    OPEN_WINDOW(ends_in);
}

#if ENFORCER_KDF_X86

#define WIDE __attribute__((target("avx2,bmi,popcnt")))

WIDE ENFORCER_INLINE uint32_t wide_ends_in(__m256i text) {
    __m256i flipped = _mm256_xor_si256(text, _mm256_set1_epi8(0x02));
    __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(flipped, _mm256_set1_epi8(0x20)), flipped);
    __m256i backslash = _mm256_cmpeq_epi8(text, _mm256_set1_epi8(0x5C));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(low, backslash));
}

WIDE ENFORCER_INLINE uint64_t ends_in_wide(const uint8_t *block, uint64_t *beyond_ascii) {
    __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
    *beyond_ascii |= (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(first, second));
    return wide_ends_in(first) | (uint64_t)wide_ends_in(second) << 32;
}

WIDE static void open_window_wide(window *window, const uint8_t *bytes, size_t size, size_t start) {
    OPEN_WINDOW(ends_in_wide);
}

static bool is_wide(void) {
    unsigned eax, ebx, ecx, edx;
    return enforcer_kdf_is_available(ENFORCER_KDF_KERNEL_AVX2) &&
           __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & bit_BMI) != 0 &&
           __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_POPCNT) != 0;
}

// Threads that come at the same time find the same.
static opener *best_opener(void) {
    static _Atomic(opener *) known = NULL;
    opener *best = atomic_load_explicit(&known, memory_order_relaxed);
    if (best == NULL) {
        best = is_wide() ? open_window_wide : open_window;
        atomic_store_explicit(&known, best, memory_order_relaxed);
    }
    return best;
}

#else

static opener *best_opener(void) { return open_window; }

#endif

// Where the string ends whose text begins behind the note before `*next`; `*next` becomes the note behind that end. False
// if the window does not show it.
ENFORCER_INLINE bool find_end(const window *window, const uint8_t *bytes, size_t size, size_t *next, size_t *end,
                              bool *is_escaped) {
    if (*next >= window->count) {
        return false;
    }
    *end = window->start + window->ends[*next];
    *next += 1;
    *is_escaped = bytes[*end] != '"';
    if (*is_escaped) {
        *end = enforcer_json_escaped_end(bytes, size, *end);
        while (*next < window->count && window->start + window->ends[*next] <= *end) {
            *next += 1;
        }
    }
    return true;
}

// Whether the text at `offset`, which is at most `size`, begins with a literal.
#define HAS(offset, literal) \
    (size - (offset) >= sizeof(literal) - 1 && memcmp(bytes + (offset), literal, sizeof(literal) - 1) == 0)

#define KEY "\":[{\"key\":\""
#define VALUE "\",\"value\":\""

// How many notes there are inside the literals: behind the end of a name those of `"key":"`, and as many behind a key.
enum { BETWEEN = 3 };

// The header whose first quote is the note `*next`. False if the window does not show all of it, or it is none.
ENFORCER_INLINE bool read_in_window(const window *window, const uint8_t *bytes, size_t size, size_t *next,
                                    enforcer_header *header) {
    size_t note = *next + 1, name_end, key_end, value_end;
    bool is_name_escaped, is_key_escaped, is_value_escaped;
    size_t start = window->start + window->ends[*next];
    if (!find_end(window, bytes, size, &note, &name_end, &is_name_escaped) || !HAS(name_end, KEY)) {
        return false;
    }
    note += BETWEEN;
    if (!find_end(window, bytes, size, &note, &key_end, &is_key_escaped) || !HAS(key_end, VALUE)) {
        return false;
    }
    note += BETWEEN;
    if (!find_end(window, bytes, size, &note, &value_end, &is_value_escaped) || !HAS(value_end, "\"}]")) {
        return false;
    }
    *header = (enforcer_header){
        (uint32_t)start, (uint32_t)name_end, (uint32_t)key_end + sizeof VALUE - 1, (uint32_t)value_end,
        is_name_escaped, is_value_escaped,
    };
    *next = note;
    return true;
}

// As above, string by string: for a header that is larger than a window.
static bool read_at(const uint8_t *bytes, size_t size, size_t start, enforcer_header *header) {
    bool is_name_escaped, is_key_escaped, is_value_escaped;
    size_t name_end = enforcer_json_end(bytes, size, start + 1, &is_name_escaped);
    if (!HAS(name_end, KEY)) {
        return false;
    }
    size_t key_end = enforcer_json_end(bytes, size, name_end + sizeof KEY - 1, &is_key_escaped);
    if (!HAS(key_end, VALUE)) {
        return false;
    }
    size_t value = key_end + sizeof VALUE - 1;
    size_t value_end = enforcer_json_end(bytes, size, value, &is_value_escaped);
    if (!HAS(value_end, "\"}]")) {
        return false;
    }
    *header = (enforcer_header){
        (uint32_t)start, (uint32_t)name_end, (uint32_t)value, (uint32_t)value_end, is_name_escaped, is_value_escaped,
    };
    return true;
}

// Where the header behind this one begins; 0 if none does.
ENFORCER_INLINE size_t next_start(const uint8_t *bytes, size_t size, const enforcer_header *header) {
    size_t end = header->value_end + (size_t)3;
    return HAS(end, ",\"") ? end + 1 : 0;
}

size_t enforcer_headers_read(const uint8_t *bytes, size_t size, size_t start, enforcer_header *headers, size_t capacity,
                             bool *is_more, bool *is_ascii) {
    window window;
    opener *open = best_opener();
    size_t count = 0;
    *is_more = false;
    *is_ascii = true;
    // Where there are no such headers, there is no point in looking far.
    if (size > 1U << 30 || capacity == 0 || !read_at(bytes, size, start, headers)) {
        return 0;
    }
    do {
        size_t next = 0, before = count;
        open(&window, bytes, size, start);
        *is_ascii = *is_ascii && window.is_ascii;
        while (start != 0 && count < capacity && next < window.count &&
               read_in_window(&window, bytes, size, &next, &headers[count])) {
            start = next_start(bytes, size, &headers[count++]);
        }
        if (count == before) {
            // It is larger than a window, or the last one.
            if (!read_at(bytes, size, start, &headers[count])) {
                break;
            }
            *is_ascii = false;
            start = next_start(bytes, size, &headers[count++]);
        } else if (window.start + window.size == size) {
            break;
        }
    } while (start != 0 && count < capacity);
    *is_more = start != 0 && count == capacity;
    return count;
}
