// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// A plain C program over the Embedded library: it proves that the engine links and runs without the Swift runtime.

#include "edge_enforcer.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
    uint8_t version[16];
    size_t length = enforcer_version(version, sizeof version);
    if (length < 1 || length > sizeof version) {
        fprintf(stderr, "enforcer_version: a length of %zu bytes was not expected\n", length);
        return 1;
    }
    if (enforcer_version(NULL, 0) != length) {
        fprintf(stderr, "enforcer_version: the length depends on the room there is\n");
        return 1;
    }
    printf("enforcer %.*s\n", (int)length, (const char *)version);
    return 0;
}
