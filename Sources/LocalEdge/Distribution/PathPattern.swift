// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// A cache behaviour's path pattern (lambda-edge.md §5.1).
///
/// `*` stands for any bytes, slashes included, `?` for exactly one. Case counts, the query does not. A leading slash may
/// be left out: `images/*.gif` is `/images/*.gif`.
public struct PathPattern: Sendable, Equatable, CustomStringConvertible {
    /// What CloudFront takes at most, in bytes.
    public static let limit = 255

    /// The default behaviour's.
    public static let all = PathPattern("*")

    private let text: [UInt8]

    /// A pattern as a cache behaviour has it.
    public init(_ text: String) {
        self.text = Array((text.hasPrefix("/") || text.hasPrefix("*") ? text : "/" + text).utf8)
    }

    public var description: String { String(decoding: text, as: UTF8.self) }

    /// Whether the behaviour is the one for a path as it was received.
    ///
    /// CloudFront looks at the normalised path and sends the raw one on, so `/a/b/..` can belong to `/a/*`.
    public func matches(_ path: String) -> Bool {
        matches(NormalisedPath.bytes(of: path)[...])
    }

    /// Walks both texts once; a mismatch goes back to the last `*` and lets it take one byte more.
    private func matches(_ path: ArraySlice<UInt8>) -> Bool {
        var index = path.startIndex
        var position = 0
        var star: (position: Int, index: Int)?
        while index < path.endIndex {
            if position < text.count, text[position] == UInt8(ascii: "*") {
                star = (position, index)
                position += 1
            } else if position < text.count, text[position] == UInt8(ascii: "?") || text[position] == path[index] {
                position += 1
                index += 1
            } else if let last = star {
                star = (last.position, last.index + 1)
                position = last.position + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return text[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
