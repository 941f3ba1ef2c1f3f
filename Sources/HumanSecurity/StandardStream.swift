// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Standard output or standard error, for lines of a log.
package struct StandardStream: Sendable {
    package static let output = StandardStream(descriptor: 1)
    package static let error = StandardStream(descriptor: 2)

    let descriptor: Int32

    /// Writes the line and its end in one piece, so that lines of several writers do not mix. What cannot be written, to a
    /// full disk or a closed stream, is lost: a log must not stop a request.
    package func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            // Safe: address and count are those of what is left of the array.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + written }, bytes.count - written)
            }
            guard count > 0 else { return }
            written += count
        }
    }
}
