// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CSystem.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

int32_t enforcer_bell_open(void) { return eventfd(0, EFD_CLOEXEC); }

void enforcer_bell_close(int32_t bell) { close(bell); }

void enforcer_bell_ring(int32_t bell) {
    uint64_t one = 1;
    while (write(bell, &one, sizeof one) < 0 && errno == EINTR) {
    }
}

void enforcer_bell_wait(int32_t bell) {
    uint64_t rings;
    while (read(bell, &rings, sizeof rings) < 0 && errno == EINTR) {
    }
}
