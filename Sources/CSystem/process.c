// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CSystem.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

void enforcer_harden_process(void) {
    // Each only takes something away, for which nobody needs a right; and there is nothing else to try if one fails.
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)signal(SIGPIPE, SIG_IGN);
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        // `open` takes the lowest number that is free, which is this one.
        if (fcntl(descriptor, F_GETFD) == -1) (void)open("/dev/null", O_RDWR);
    }
}
