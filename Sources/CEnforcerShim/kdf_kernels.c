// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Which kernels of the key derivation this machine can run.

#include "kdf_kernels.h"
#include "CEnforcerShim.h"

#include <stdatomic.h>

#if ENFORCER_KDF_X86

#include <cpuid.h>

// Bits of XCR0: the registers that the operating system keeps for a thread.
enum { XCR0_AVX = 0x06, XCR0_AVX512 = 0xE6 };

// What the operating system keeps, or 0 where it cannot be asked.
static unsigned kept_registers(void) {
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & bit_OSXSAVE) == 0) {
        return 0;
    }
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

static bool has_sse41(void) {
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_SSE4_1) != 0;
}

static bool look(enforcer_kdf_kernel kernel) {
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) {
        return false;
    }
    unsigned kept = kept_registers();
    bool avx2 = (ebx & bit_AVX2) != 0 && (kept & XCR0_AVX) == XCR0_AVX;
    switch (kernel) {
    case ENFORCER_KDF_KERNEL_AVX2:
        return avx2;
    case ENFORCER_KDF_KERNEL_AVX512VL:
        return avx2 && (ebx & bit_AVX512F) != 0 && (ebx & bit_AVX512VL) != 0 && (kept & XCR0_AVX512) == XCR0_AVX512;
    case ENFORCER_KDF_KERNEL_SHA_NI:
        // These use the registers that every x86-64 has.
        return (ebx & bit_SHA) != 0 && has_sse41();
    default:
        return false;
    }
}

#else

static bool look(enforcer_kdf_kernel kernel) {
    (void)kernel;
    return false;
}

#endif

static unsigned bit(enforcer_kdf_kernel kernel) { return 1U << (unsigned)kernel; }

// A bit for each kernel that this machine can run. The CPU is asked at the first call; in a virtual machine that takes
// some microseconds. Threads that come at the same time find the same.
static unsigned available(void) {
    static atomic_uint known = 0;
    unsigned kernels = atomic_load_explicit(&known, memory_order_relaxed);
    if (kernels == 0) {
        kernels = bit(ENFORCER_KDF_KERNEL_PORTABLE);
        for (unsigned kernel = 0; kernel < ENFORCER_KDF_KERNEL_COUNT; kernel++) {
            if (look((enforcer_kdf_kernel)kernel)) {
                kernels |= bit((enforcer_kdf_kernel)kernel);
            }
        }
        atomic_store_explicit(&known, kernels, memory_order_relaxed);
    }
    return kernels;
}

bool enforcer_kdf_is_available(enforcer_kdf_kernel kernel) {
    return (unsigned)kernel < ENFORCER_KDF_KERNEL_COUNT && (available() & bit(kernel)) != 0;
}

enforcer_kdf_kernel enforcer_kdf_best_kernel(void) {
#if defined(__OPTIMIZE__)
    for (unsigned kernel = ENFORCER_KDF_KERNEL_COUNT - 1; kernel > ENFORCER_KDF_KERNEL_PORTABLE; kernel--) {
        if (enforcer_kdf_is_available((enforcer_kdf_kernel)kernel)) {
            return (enforcer_kdf_kernel)kernel;
        }
    }
#endif
    return ENFORCER_KDF_KERNEL_PORTABLE;
}

enforcer_kdf_run *enforcer_kdf_run_of(enforcer_kdf_kernel kernel) {
    if (!enforcer_kdf_is_available(kernel)) {
        return NULL;
    }
    switch (kernel) {
#if ENFORCER_KDF_X86
    case ENFORCER_KDF_KERNEL_AVX2:
        return enforcer_kdf_run_avx2;
    case ENFORCER_KDF_KERNEL_AVX512VL:
        return enforcer_kdf_run_avx512vl;
    case ENFORCER_KDF_KERNEL_SHA_NI:
        return enforcer_kdf_run_sha_ni;
#endif
    default:
        return enforcer_kdf_run_portable;
    }
}
