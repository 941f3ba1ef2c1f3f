// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Which headers a function may not see or touch (lambda-edge.md §2.5). All names in lower case.
public enum HeaderRules {
    /// Hidden from functions; adding one gives a 502.
    public static func isDisallowed(_ name: String) -> Bool {
        disallowed.contains(name) || disallowedPrefixes.contains { name.hasPrefix($0) }
    }

    /// May be read, but neither added, changed nor deleted.
    public static func readOnly(at type: EventType) -> Set<String> {
        switch type {
        case .viewerRequest:
            ["cdn-loop", "content-length", "host", "transfer-encoding", "via"]
        case .originRequest:
            [
                "accept-encoding", "cdn-loop", "content-length", "if-modified-since", "if-none-match", "if-range",
                "if-unmodified-since", "transfer-encoding", "via",
            ]
        case .originResponse:
            ["transfer-encoding", "via"]
        }
    }

    /// Whether a request may not carry this name if the viewer did not send it: CloudFront adds these itself, later.
    static func isAddedByCloudFront(_ name: String) -> Bool { name.hasPrefix("cloudfront-") }

    /// Whether `name` is a lower-case header name: token characters (RFC 9110 §5.6.2) without capital letters.
    static func isLowercaseName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { tokenCharacters.contains($0) }
    }

    /// Whether a value is free of control characters. A tab is white space and may stay.
    static func isCleanValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }
    }

    private static let disallowed: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
        "trailer", "upgrade", "x-accel-buffering", "x-accel-charset", "x-accel-limit-rate", "x-accel-redirect",
        "x-amzn-auth", "x-amzn-cf-billing", "x-amzn-cf-id", "x-amzn-cf-xff", "x-amzn-errortype", "x-amzn-fle-profile",
        "x-amzn-header-count", "x-amzn-header-order", "x-amzn-lambda-integration-tag", "x-amzn-requestid", "x-cache",
        "x-forwarded-proto", "x-real-ip", "cloudfront-viewer-cert-pem", "client-cert", "client-cert-chain",
    ]

    private static let disallowedPrefixes = ["x-amz-cf-", "x-edge-"]

    private static let tokenCharacters = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".utf8)
}
