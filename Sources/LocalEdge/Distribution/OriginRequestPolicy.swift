// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// What of a viewer's request reaches the origin, and the functions at origin-facing events (lambda-edge.md §2.5, §5.1).
///
/// Only what a connection on loopback can tell is added of the `CloudFront-…` headers: nobody there is in a country, and
/// nothing there is encrypted.
public enum OriginRequestPolicy: String, Sendable, CaseIterable {
    /// No policy: neither cookies, nor the query, nor what the viewer's program says about itself.
    case none

    /// Everything as the viewer sent it.
    case allViewer = "all-viewer"

    /// Everything but `Host`, which names the origin; and CloudFront's own headers.
    case allViewerExceptHostHeader = "all-viewer-except-host-header"

    /// Whether cookies pass, those that an origin sets included.
    var forwardsCookies: Bool { self != .none }

    /// The request as it goes to the origin, and as the functions there see it.
    func originRequest(for viewer: ViewerRequest, to origin: CustomOrigin) -> ViewerRequest {
        var request = viewer
        request.origin = origin
        // Who sends these is lying: CloudFront alone writes them.
        request.headers.removeAll { HeaderRules.isAddedByCloudFront($0.lowercasedName) }
        if self == .none {
            request.querystring = ""
            request.headers.removeAll { !Self.alwaysForwarded($0.lowercasedName) }
            request.headers.set("User-Agent", "Amazon CloudFront")
        }
        if self != .allViewer { request.headers.set("Host", origin.authority) }
        if self == .allViewerExceptHostHeader { request.headers += Self.ownHeaders(for: viewer) }
        request.headers.append(to: "X-Forwarded-For", viewer.clientIP)
        request.headers.append(to: "Via", Self.via)
        return request
    }

    static let via = "1.1 local-edge.cloudfront.net (CloudFront)"

    /// What the body and its reuse depend on, and what was there before the policy.
    private static func alwaysForwarded(_ name: String) -> Bool {
        name.hasPrefix("content-") || name.hasPrefix("if-") || alwaysForwardedNames.contains(name)
    }

    private static let alwaysForwardedNames: Set<String> = [
        "accept-encoding", "range", "transfer-encoding", "x-forwarded-for", "via",
    ]

    private static func ownHeaders(for viewer: ViewerRequest) -> [HeaderLine] {
        let agent = viewer.headers.first("user-agent") ?? ""
        let isTablet = agent.contains("iPad") || agent.contains("Tablet")
        let isMobile = !isTablet && agent.contains("Mobi")
        return [
            ("CloudFront-Forwarded-Proto", "http"),
            ("CloudFront-Is-Android-Viewer", "\(agent.contains("Android"))"),
            ("CloudFront-Is-Desktop-Viewer", "\(!isTablet && !isMobile)"),
            ("CloudFront-Is-IOS-Viewer", "\(agent.contains("iPhone") || agent.contains("iPad"))"),
            ("CloudFront-Is-Mobile-Viewer", "\(isMobile)"),
            ("CloudFront-Is-SmartTV-Viewer", "false"),
            ("CloudFront-Is-Tablet-Viewer", "\(isTablet)"),
            ("CloudFront-Viewer-Http-Version", "1.1"),
        ].map { HeaderLine($0.0, $0.1) }
    }
}
