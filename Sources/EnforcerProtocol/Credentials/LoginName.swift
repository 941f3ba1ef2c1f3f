// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// The one spelling under which a username is hashed in `v2` (protocol.md §9.5).
enum LoginName {
    enum GmailDots: BitwiseCopyable {
        case first
        case all
    }

    /// Which dots of the local part Gmail addresses lose. The vendor's enforcer removes the first only, its siblings all;
    /// this is the one place that decides it [D16].
    static var gmailDots: GmailDots { .all }

    /// The username in `slice` if it is no e-mail address, else its normal form, appended to `text`.
    static func normalise(_ slice: ByteSlice, in text: inout ByteBuffer, gmailDots: GmailDots = gmailDots) -> ByteSlice
    {
        guard let at = EmailAddress.at(in: text.bytes(of: slice)) else { return slice }
        let separator = slice.start + at
        let localEnd = min(text.index(of: 0x2B, in: ByteSlice(from: slice.start, to: separator)), separator)
        let isGmail = text.bytes(of: ByteSlice(from: separator, to: slice.end)).equalsIgnoringASCIICase("@gmail.com")
        var removesDots = isGmail
        let start = text.count
        for index in slice.start..<localEnd {
            let byte = text[index]
            if byte == 0x2E, removesDots {
                removesDots = gmailDots == .all
            } else {
                text.append(ASCII.lowercase(byte))
            }
        }
        for index in separator..<slice.end {
            text.append(ASCII.lowercase(text[index]))
        }
        return ByteSlice(from: start, to: text.count)
    }
}
