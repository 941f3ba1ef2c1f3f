// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A custom origin: where CloudFront gets what it does not hold itself (lambda-edge.md §1.1).
public struct CustomOrigin: Sendable, Equatable {
    /// How an origin is spoken to.
    public enum Scheme: String, Sendable {
        /// In the clear.
        case http
        /// With TLS.
        case https
    }

    /// How the origin is spoken to.
    public var scheme: Scheme

    /// The origin's host.
    public var domainName: String

    /// 1 to 65535.
    public var port: Int

    /// Put before every path; empty, or with a leading and without a trailing slash.
    public var path: String

    /// Sent with every request, in place of what the viewer sent under the same name.
    public var customHeaders: [HeaderLine]

    /// How long the origin may take to answer, in s.
    public var readTimeout: Int

    /// How long an idle connection is kept, in s.
    public var keepaliveTimeout: Int

    /// Versions of TLS under CloudFront's names, such as `TLSv1.2`.
    public var sslProtocols: [String]

    /// An origin; what is left out is as CloudFront presets it.
    public init(
        scheme: Scheme = .https,
        domainName: String,
        port: Int = 443,
        path: String = "",
        customHeaders: [HeaderLine] = [],
        readTimeout: Int = 30,
        keepaliveTimeout: Int = 5,
        sslProtocols: [String] = ["TLSv1.2"]
    ) {
        self.scheme = scheme
        self.domainName = domainName
        self.port = port
        self.path = path
        self.customHeaders = customHeaders
        self.readTimeout = readTimeout
        self.keepaliveTimeout = keepaliveTimeout
        self.sslProtocols = sslProtocols
    }

    /// - Parameter url: scheme, host and perhaps port and path; nil if it is no `http` or `https` URL.
    init?(url text: String) {
        guard let url = URL(string: text), let scheme = url.scheme.flatMap({ Scheme(rawValue: $0.lowercased()) }),
            let host = url.host, !host.isEmpty
        else { return nil }
        var path = url.path
        while path.hasSuffix("/") { path.removeLast() }
        self.init(scheme: scheme, domainName: host, port: url.port ?? (scheme == .https ? 443 : 80), path: path)
    }

    /// Scheme, host and port: what two origins must have in common to be reached the same way.
    public var address: String { "\(scheme.rawValue)://\(domainName.lowercased()):\(port)" }

    /// What a request's `Host` says when the viewer's own is not forwarded.
    var authority: String {
        port == (scheme == .https ? 443 : 80) ? domainName : "\(domainName):\(port)"
    }

    /// The `origin` member of a request in an event.
    var value: JSONValue {
        [
            "custom": [
                "customHeaders": EventBuilder.headers(customHeaders),
                "domainName": .string(domainName),
                "keepaliveTimeout": .number(Double(keepaliveTimeout)),
                "path": .string(path),
                "port": .number(Double(port)),
                "protocol": .string(scheme.rawValue),
                "readTimeout": .number(Double(readTimeout)),
                "responseCompletionTimeout": 0,
                "sslProtocols": .array(sslProtocols.map { .string($0) }),
            ]
        ]
    }
}
