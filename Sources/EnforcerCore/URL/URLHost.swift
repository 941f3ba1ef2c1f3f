// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Hosts of http and https URLs (WHATWG URL §3.5).
///
/// ASCII is done in full: escapes, letter case, forbidden characters, IPv4 in all its spellings, IPv6. Names beyond
/// ASCII would need the tables of UTS 46 and never reach CloudFront, which knows a distribution by its ASCII names:
/// they stay as they are but for ASCII letters, and what follows `xn--` is not looked into.
enum URLHost {
    /// Appends `text`, a host as it stands in a URL, in its normal form.
    ///
    /// - Returns: false if it is none; what was appended then is of no use.
    static func append(_ text: Span<UInt8>, to buffer: inout ByteBuffer) -> Bool {
        guard !text.isEmpty else { return false }
        if text[0] == 0x5B { return appendBracketed(text, to: &buffer) }
        let start = buffer.count
        guard appendDomain(text, to: &buffer) else { return false }
        let domain = ByteSlice(from: start, to: buffer.count)
        guard endsInNumber(buffer.bytes(of: domain)) else { return true }
        guard let address = ipv4(buffer.bytes(of: domain)) else { return false }
        buffer.truncate(to: start)
        buffer.append(ipv4: address)
        return true
    }

    private static func appendBracketed(_ text: Span<UInt8>, to buffer: inout ByteBuffer) -> Bool {
        guard text.count >= 2, text[text.count - 1] == 0x5D,
            let address = IPAddress.parseIPv6(text.extracting(1..<text.count - 1))
        else { return false }
        buffer.append(0x5B)
        buffer.append(ipv6: address)
        buffer.append(0x5D)
        return true
    }

    private static func appendDomain(_ text: Span<UInt8>, to buffer: inout ByteBuffer) -> Bool {
        let start = buffer.count
        var index = 0
        while index < text.count {
            let escaped = Percent.byte(in: text, at: index)
            let byte = escaped ?? text[index]
            guard !isForbidden(byte) else { return false }
            buffer.append(ASCII.lowercase(byte))
            index += escaped == nil ? 1 : 3
        }
        return isWellFormed(buffer.bytes(of: ByteSlice(from: start, to: buffer.count)))
    }

    /// The forbidden domain code points.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x7F: true
        case 0x23, 0x25, 0x2F, 0x3A, 0x3C, 0x3E, 0x3F, 0x40, 0x5B...0x5E, 0x7C: true  // # % / : < > ? @ [ \ ] ^ |
        default: false
        }
    }

    private static func isWellFormed(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count {
            let scalar = UTF8Text.scalar(in: text, at: index)
            guard scalar.isWellFormed else { return false }
            index += scalar.width
        }
        return true
    }

    /// Without the one dot that may end a name.
    @_lifetime(copy domain)
    private static func withoutFinalDot(_ domain: Span<UInt8>) -> Span<UInt8> {
        domain.count >= 2 && domain[domain.count - 1] == 0x2E ? domain.extracting(0..<domain.count - 1) : domain
    }

    /// Whether the last label is a number; then the host must be an IPv4 address.
    private static func endsInNumber(_ domain: Span<UInt8>) -> Bool {
        let name = withoutFinalDot(domain)
        let last = name.extracting((name.lastIndex(of: 0x2E) ?? -1) + 1..<name.count)
        guard !last.isEmpty else { return false }
        if last.equalsIgnoringASCIICase("0x") || IPAddress.ipv4Number(last) != nil { return true }
        for index in last.indices where !ASCII.isDigit(last[index]) {
            return false
        }
        return true
    }

    /// As in `IPAddress`, but that a final dot may be there and `0x` alone is zero.
    private static func ipv4(_ domain: Span<UInt8>) -> UInt32? {
        IPAddress.parseIPv4(withoutFinalDot(domain), acceptingBarePrefix: true)
    }
}
