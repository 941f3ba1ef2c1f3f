// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Every kernel of the key derivation against OpenSSL. Scripts/test-kernels builds and runs it, and so does CTest.
//
//   kernels check [NAME...]  compares all or these kernels, if this machine can run them; fails if one differs
//   kernels time [ROUNDS]    how long a derivation takes, side by side, in microseconds; 400 rounds
//   kernels run NAME TIMES   derives TIMES times: what to count the instructions of. NAME may be openssl

// For clock_gettime, which C11 does not have.
#define _POSIX_C_SOURCE 199309L

#include "CEnforcerShim.h"
#include "CReferenceCrypto.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SECRET_MAX = 200, SALT_MAX = 200, OUTPUT_MAX = 100, ROUNDS_MAX = 10000 };

static const char *const names[ENFORCER_KDF_KERNEL_COUNT] = {"portable", "avx2", "avx512vl", "sha-ni"};

static const size_t output_sizes[] = {1, 31, 32, 33, 48, 63, 64, 65, 96, 100};
enum { OUTPUT_SIZES = sizeof output_sizes / sizeof output_sizes[0] };

static uint8_t secret[SECRET_MAX], salt[SALT_MAX];

// Made-up bytes; any would do that are not all alike.
static void fill(uint8_t *bytes, size_t size, uint32_t seed) {
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525U + 1013904223U;
        bytes[i] = (uint8_t)(seed >> 24);
    }
}

static bool derive(enforcer_kdf_kernel kernel, size_t secret_size, size_t salt_size, uint32_t iterations,
                   uint8_t *output, size_t output_size) {
    enforcer_keys *keys = enforcer_keys_create(1);
    bool done = keys != NULL && enforcer_keys_set(keys, 0, secret, secret_size)
        && enforcer_kdf_derive_with(kernel, keys, 0, salt, salt_size, iterations, output, output_size);
    enforcer_keys_destroy(keys);
    return done;
}

// MARK: - check

static size_t compared, different;

static void compare(enforcer_kdf_kernel kernel, size_t secret_size, size_t salt_size, uint32_t iterations,
                    size_t output_size) {
    uint8_t expected[OUTPUT_MAX], output[OUTPUT_MAX + 1];
    memset(output, 0xEE, sizeof output);
    bool done = reference_pbkdf2(secret, secret_size, salt, salt_size, iterations, expected, output_size)
        && derive(kernel, secret_size, salt_size, iterations, output, output_size);
    compared++;
    if (!done || memcmp(output, expected, output_size) != 0 || output[output_size] != 0xEE) {
        different++;
        printf("%s: secret %zu, salt %zu, iterations %u, output %zu: not what OpenSSL gives\n", names[kernel],
               secret_size, salt_size, iterations, output_size);
    }
}

static void compare_all(enforcer_kdf_kernel kernel) {
    for (size_t secret_size = 1; secret_size <= SECRET_MAX; secret_size++) {
        for (size_t salt_size = 0; salt_size <= SALT_MAX; salt_size++) {
            size_t i = secret_size + salt_size;
            compare(kernel, secret_size, salt_size, 1 + (uint32_t)(i % 3), output_sizes[i % OUTPUT_SIZES]);
        }
    }
    static const uint32_t boundaries[] = {1, 2, 3, 499, 500, 1000, 4999, 5000};
    for (size_t i = 0; i < sizeof boundaries / sizeof boundaries[0]; i++) {
        for (size_t size = 0; size < OUTPUT_SIZES; size++) {
            compare(kernel, 64, 64, boundaries[i], output_sizes[size]);
        }
    }
    // A prime as the step, so that the counts have nothing in common.
    for (uint32_t iterations = 4; iterations < 5000; iterations += 97) {
        compare(kernel, iterations % SECRET_MAX + 1, iterations % (SALT_MAX + 1), iterations,
                output_sizes[iterations % OUTPUT_SIZES]);
    }
}

static bool is_named(unsigned kernel, int count, char **list) {
    for (int i = 0; i < count; i++) {
        if (strcmp(list[i], names[kernel]) == 0) {
            return true;
        }
    }
    return count == 0;
}

static int check(int count, char **list) {
    for (unsigned i = 0; i < ENFORCER_KDF_KERNEL_COUNT; i++) {
        enforcer_kdf_kernel kernel = (enforcer_kdf_kernel)i;
        if (!is_named(i, count, list)) {
            continue;
        }
        if (!enforcer_kdf_is_available(kernel)) {
            printf("%s: not available on this CPU\n", names[kernel]);
            continue;
        }
        size_t before = different;
        compared = 0;
        compare_all(kernel);
        printf("%s: %zu of %zu derivations as OpenSSL's%s\n", names[kernel], compared - (different - before), compared,
               kernel == enforcer_kdf_best_kernel() ? "; the default here" : "");
    }
    return different == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// MARK: - time and run

// A derivation as a request has it; `kernel` ENFORCER_KDF_KERNEL_COUNT stands for OpenSSL.
static bool derive_as_usual(const enforcer_keys *keys, unsigned kernel) {
    uint8_t output[48];
    if (kernel == ENFORCER_KDF_KERNEL_COUNT) {
        return reference_pbkdf2(secret, 64, salt, 64, 1000, output, sizeof output);
    }
    return enforcer_kdf_derive_with((enforcer_kdf_kernel)kernel, keys, 0, salt, 64, 1000, output, sizeof output);
}

static double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int order(const void *first, const void *second) {
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

static int measure(const enforcer_keys *keys, size_t rounds) {
    static double times[ENFORCER_KDF_KERNEL_COUNT + 1][ROUNDS_MAX];
    for (size_t i = 0; i < rounds; i++) {
        for (unsigned kernel = 0; kernel <= ENFORCER_KDF_KERNEL_COUNT; kernel++) {
            double begin = microseconds();
            (void)derive_as_usual(keys, kernel);
            times[kernel][i] = microseconds() - begin;
        }
    }
    for (unsigned kernel = ENFORCER_KDF_KERNEL_COUNT + 1; kernel-- > 0;) {
        qsort(times[kernel], rounds, sizeof(double), order);
    }
    double openssl = times[ENFORCER_KDF_KERNEL_COUNT][rounds / 2];
    printf("%-9s  minimum  median  OpenSSL's median is so many times as long\n", "");
    printf("%-9s  %7.1f %7.1f\n", "openssl", times[ENFORCER_KDF_KERNEL_COUNT][0], openssl);
    for (unsigned kernel = 0; kernel < ENFORCER_KDF_KERNEL_COUNT; kernel++) {
        if (enforcer_kdf_is_available((enforcer_kdf_kernel)kernel)) {
            double median = times[kernel][rounds / 2];
            printf("%-9s  %7.1f %7.1f  %.2f\n", names[kernel], times[kernel][0], median, openssl / median);
        }
    }
    return EXIT_SUCCESS;
}

static int run(const enforcer_keys *keys, const char *name, size_t count) {
    unsigned kernel = 0;
    while (kernel < ENFORCER_KDF_KERNEL_COUNT && strcmp(names[kernel], name) != 0) {
        kernel++;
    }
    if (kernel == ENFORCER_KDF_KERNEL_COUNT && strcmp(name, "openssl") != 0) {
        fprintf(stderr, "kernels: there is no kernel %s\n", name);
        return EXIT_FAILURE;
    }
    bool done = true;
    for (size_t i = 0; i < count; i++) {
        done = derive_as_usual(keys, kernel) && done;
    }
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **arguments) {
    fill(secret, sizeof secret, 1);
    fill(salt, sizeof salt, 2);
    enforcer_keys *keys = enforcer_keys_create(1);
    int status = 2;
    if (keys == NULL || !enforcer_keys_set(keys, 0, secret, 64)) {
        fprintf(stderr, "kernels: no keys\n");
    } else if (count >= 2 && strcmp(arguments[1], "check") == 0) {
        status = check(count - 2, arguments + 2);
    } else if ((count == 2 || count == 3) && strcmp(arguments[1], "time") == 0) {
        size_t rounds = count == 3 ? strtoul(arguments[2], NULL, 10) : 400;
        status = measure(keys, rounds < 1 ? 1 : rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds);
    } else if (count == 4 && strcmp(arguments[1], "run") == 0) {
        status = run(keys, arguments[2], strtoul(arguments[3], NULL, 10));
    } else {
        fprintf(stderr, "usage: kernels check [NAME...] | kernels time [ROUNDS] | kernels run NAME TIMES\n");
    }
    enforcer_keys_destroy(keys);
    return status;
}
