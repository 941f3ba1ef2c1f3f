// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// CloudFront's sizes (lambda-edge.md §1.1, §1.3, §2.3), in bytes.
public enum EdgeLimits {
    /// Path and query string together; a longer one is answered with 414.
    public static let target = 8_192

    /// Request line and headers, without the body; above it the answer is 494.
    public static let requestHead = 32_768

    /// An origin's headers; above it the answer is 502.
    public static let responseHead = 32_768

    /// The part of a body that a function sees.
    public static func body(at type: EventType) -> Int {
        type == .viewerRequest ? 40 * 1_024 : 1 << 20
    }

    /// A replaced body in `text` encoding.
    public static func replacedText(at type: EventType) -> Int { body(at: type) }

    /// A replaced body in `base64` encoding: 53.2 KB and 1.33 MB.
    public static func replacedBase64(at type: EventType) -> Int {
        type == .viewerRequest ? 54_476 : 1_394_606
    }

    /// A response that a function makes, headers and body together.
    public static func generatedResponse(at type: EventType) -> Int { body(at: type) }
}
