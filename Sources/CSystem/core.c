// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

#include "CSystem.h"

#include <sys/resource.h>

void enforcer_refuse_core_dumps(void) {
    const struct rlimit none = {0, 0};
    // It lowers a limit, for which nobody needs a right; and there is nothing else to try.
    (void)setrlimit(RLIMIT_CORE, &none);
}
