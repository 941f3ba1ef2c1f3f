// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Lines for people, written through at once also when the output is a file or a pipe.
enum Console {
    static func write(_ line: String) {
        // Requests come from anyone: what would steer a terminal is shown as what it is.
        let clean = line.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        FileHandle.standardOutput.write(Data((clean.joined() + "\n").utf8))
    }
}
