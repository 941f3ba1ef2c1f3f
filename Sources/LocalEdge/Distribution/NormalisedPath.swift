// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The path that cache behaviours are chosen by (RFC 3986 §6.2.2).
///
/// `/a//b/./%7Ec/../d` → `/a/b/d`. Functions and origins get the path as it was received.
enum NormalisedPath {
    static func bytes(of path: String) -> [UInt8] {
        let decoded = decodingUnreserved(Array(path.utf8))
        var segments: [ArraySlice<UInt8>] = []
        var endsInDirectory = false
        for segment in decoded.split(separator: slash, omittingEmptySubsequences: false).dropFirst() {
            endsInDirectory = true
            switch segment {
            // Several slashes count as one.
            case [], [dot]: break
            case [dot, dot]: _ = segments.popLast()
            default:
                segments.append(segment)
                endsInDirectory = false
            }
        }
        let joined = segments.reduce(into: [UInt8]()) { $0 += [slash] + $1 }
        return endsInDirectory || joined.isEmpty ? joined + [slash] : joined
    }

    /// Escapes of characters that need none are undone, so that `/%61` is `/a`. Others stay as they are.
    private static func decodingUnreserved(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16),
                isUnreserved(value)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
}
