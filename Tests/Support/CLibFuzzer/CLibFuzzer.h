// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// libFuzzer's entry point as a library, which no header of it declares.

#ifndef C_LIB_FUZZER_H
#define C_LIB_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Calls `test_one_input` as the arguments have it, until it is to end.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*test_one_input)(const uint8_t *data, size_t size));

#endif
