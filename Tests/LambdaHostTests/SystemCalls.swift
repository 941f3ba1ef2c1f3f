// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A twentieth of a second, on the thread of a test server.
func shortPause() {
    usleep(50_000)
}

/// Sets or (nil) removes an environment variable. For exit tests: their process has no other thread that reads it.
func setEnvironment(_ name: String, _ value: String?) {
    // Safe: C copies both texts.
    if let value { unsafe _ = setenv(name, value, 1) } else { unsafe _ = unsetenv(name) }
}
