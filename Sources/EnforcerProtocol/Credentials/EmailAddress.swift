// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

// What counts as an e-mail address (protocol.md §9.5); narrower than any mail standard, and all of it ASCII.
//
//     address = run *("." run) "@" 1*(label ".") 2*7letter
//     run     = 1*(letter / digit / "_" / "+" / "&" / "*" / "-")      label = 1*(letter / digit / "-")

enum EmailAddress {
    /// Where the `@` of an address is; nil if `text` is no address.
    static func at(in text: Span<UInt8>) -> Int? {
        guard let at = text.firstIndex(of: 0x40), isLocalPart(text.extracting(0..<at)),
            isDomain(text.extracting((at + 1)..<text.count))
        else { return nil }
        return at
    }

    private static func isLocalPart(_ text: Span<UInt8>) -> Bool {
        var length = 0
        for index in text.indices {
            switch text[index] {
            case 0x2E:
                if length == 0 { return false }
                length = 0
            case 0x26, 0x2A, 0x2B, 0x2D, 0x5F: length += 1
            default:
                guard ASCII.isLetter(text[index]) || ASCII.isDigit(text[index]) else { return false }
                length += 1
            }
        }
        return length > 0
    }

    private static func isDomain(_ text: Span<UInt8>) -> Bool {
        var labels = 0
        var length = 0
        var isLetters = true
        for index in text.indices {
            let byte = text[index]
            if byte == 0x2E {
                if length == 0 { return false }
                labels += 1
                length = 0
                isLetters = true
                continue
            }
            guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D else { return false }
            if !ASCII.isLetter(byte) { isLetters = false }
            length += 1
        }
        return labels > 0 && isLetters && length >= 2 && length <= 7
    }
}
