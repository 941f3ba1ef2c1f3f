// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

@testable import LambdaHost

/// A twentieth of a second, on the thread of a test server.
func shortPause() {
    usleep(50_000)
}

/// Long enough for what was written before to arrive by itself.
func briefPause() {
    usleep(200)
}

/// What is in a folder of the process under `/proc/self`: "fd" has its descriptors, "task" its threads.
func processEntries(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)")) ?? []
}

/// Whether the process has a library in its memory whose file name begins so.
func isLoaded(_ library: String) -> Bool {
    let maps = System.contents(of: "/proc/self/maps", limit: 1 << 24) ?? []
    return String(decoding: maps, as: UTF8.self).contains("/\(library)")
}

/// Sets or (nil) removes an environment variable. For exit tests: their process has no other thread that reads it.
func setEnvironment(_ name: String, _ value: String?) {
    // Safe: C copies both texts.
    if let value { unsafe _ = setenv(name, value, 1) } else { unsafe _ = unsetenv(name) }
}
