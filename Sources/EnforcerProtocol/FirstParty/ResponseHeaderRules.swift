// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Which headers a generated response may carry (lambda-edge.md §2.5): any other is a 502 to the viewer.
enum ResponseHeaderRules {
    static func mayBeReturned(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty, isToken(name) else { return false }
        for index in refused.indices where name.equalsIgnoringASCIICase(refused[index]) {
            return false
        }
        for index in refusedPrefixes.indices {
            let prefix = refusedPrefixes[index]
            guard name.count >= prefix.utf8CodeUnitCount else { continue }
            if name.extracting(0..<prefix.utf8CodeUnitCount).equalsIgnoringASCIICase(prefix) { return false }
        }
        return true
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ name: Span<UInt8>) -> Bool {
        for index in name.indices {
            let byte = name[index]
            guard byte > 0x20, byte < 0x7F, !isDelimiter(byte) else { return false }
        }
        return true
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x28, 0x29, 0x2C, 0x2F, 0x3A...0x40, 0x5B...0x5D, 0x7B, 0x7D: true
        default: false
        }
    }

    /// Hop-by-hop headers, those that CloudFront keeps to itself, and those that it writes.
    private static var refused: InlineArray<34, StaticString> {
        [
            "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
            "trailer", "upgrade", "x-accel-buffering", "x-accel-charset", "x-accel-limit-rate", "x-accel-redirect",
            "x-amzn-auth", "x-amzn-cf-billing", "x-amzn-cf-id", "x-amzn-cf-xff", "x-amzn-errortype",
            "x-amzn-fle-profile", "x-amzn-header-count", "x-amzn-header-order", "x-amzn-lambda-integration-tag",
            "x-amzn-requestid", "x-cache", "x-forwarded-proto", "x-real-ip", "cloudfront-viewer-cert-pem",
            "client-cert", "client-cert-chain", "cdn-loop", "content-length", "host", "transfer-encoding", "via", "te",
        ]
    }

    private static var refusedPrefixes: InlineArray<2, StaticString> { ["x-amz-cf-", "x-edge-"] }
}
