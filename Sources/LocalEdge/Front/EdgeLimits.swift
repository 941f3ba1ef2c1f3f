// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// CloudFront's sizes (lambda-edge.md §1.1, §1.3, §2.3), in bytes.
public enum EdgeLimits {
    /// Path and query string together; a longer one is answered with 414.
    public static let target = 8_192

    /// Request line and headers, without the body; above it the answer is 494.
    public static let requestHead = 32_768

    /// The part of a body that a viewer-request function sees.
    public static let viewerBody = 40 * 1_024

    /// A replaced body in `text` encoding.
    public static let replacedText = 40 * 1_024

    /// A replaced body in `base64` encoding: 53.2 KB.
    public static let replacedBase64 = 54_476

    /// A generated response at viewer-request, headers and body together.
    public static let generatedResponse = 40 * 1_024
}
