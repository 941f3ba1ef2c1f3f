// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A block page, as far as the tour reads it.
struct BlockPage {
    /// Where the tour is blocked, and as whom.
    static let address = "/products/signal-mug"
    static let userAgent = "demo-bot/1.0"
    static let visitor = "203.0.113.66"

    let text: String

    /// The text that the page's script gives to a variable (protocol.md §7.7); nil if there is none.
    func value(of variable: String) -> String? {
        guard let start = text.firstRange(of: "\(variable) = "),
            let end = text[start.upperBound...].firstRange(of: ";\n")
        else { return nil }
        // Only escapes are used that JSON has, too.
        return JSONValue(Array(text[start.upperBound..<end.lowerBound].utf8))?.stringValue
    }
}
