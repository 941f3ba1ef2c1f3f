// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Makes events as CloudFront does (lambda-edge.md §1.1).
public struct EventBuilder: Sendable {
    /// The distribution's host, such as `d111111abcdef8.cloudfront.net`.
    public var distributionDomainName: String

    /// The distribution's id.
    public var distributionID: String

    /// Whether the association has Include Body.
    public var includeBody: Bool

    /// Makes events of one distribution.
    public init(
        distributionDomainName: String = "d1localedge000.cloudfront.net",
        distributionID: String = "E1LOCALEDGE000",
        includeBody: Bool = true
    ) {
        self.distributionDomainName = distributionDomainName
        self.distributionID = distributionID
        self.includeBody = includeBody
    }

    /// The event for a request.
    /// - Parameters:
    ///   - type: which event it is for.
    ///   - request: at origin-facing events with its origin.
    ///   - response: the origin's, at origin-response.
    ///   - requestID: what the event has as its request id.
    public func event(
        _ type: EventType = .viewerRequest,
        for request: ViewerRequest,
        response: EdgeResponse? = nil,
        requestID: String = EventBuilder.makeRequestID()
    ) -> JSONValue {
        var fields: [String: JSONValue] = [
            "clientIp": .string(request.clientIP),
            "headers": Self.headers(request.headers),
            "method": .string(request.method),
            "querystring": .string(request.querystring),
            "uri": .string(request.uri),
        ]
        if includeBody, type != .originResponse {
            fields["body"] = Self.body(request.body, limit: EdgeLimits.body(at: type))
        }
        if let origin = request.origin { fields["origin"] = origin.value }
        var parts: [String: JSONValue] = [
            "config": [
                "distributionDomainName": .string(distributionDomainName),
                "distributionId": .string(distributionID),
                "eventType": .string(type.rawValue),
                "requestId": .string(requestID),
            ],
            "request": .object(fields),
        ]
        if let response { parts["response"] = Self.response(response) }
        return ["Records": [["cf": .object(parts)]]]
    }

    /// A fresh request id: 56 characters of base64, like CloudFront's.
    public static func makeRequestID() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<40).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    /// Lower-case names with one element per line; what functions may not see is left out (lambda-edge.md §2.5).
    static func headers(_ lines: [HeaderLine]) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        for line in lines where !HeaderRules.isDisallowed(line.lowercasedName) {
            let element: JSONValue = ["key": .string(line.name), "value": .string(line.value)]
            fields[line.lowercasedName] = .array((fields[line.lowercasedName]?.arrayValue ?? []) + [element])
        }
        return .object(fields)
    }

    private static func body(_ bytes: [UInt8], limit: Int) -> JSONValue {
        [
            "action": "read-only",
            "data": .string(Data(bytes.prefix(limit)).base64EncodedString()),
            "encoding": "base64",
            "inputTruncated": .bool(bytes.count > limit),
        ]
    }

    /// Status and headers; no function ever sees an origin's body.
    private static func response(_ response: EdgeResponse) -> JSONValue {
        let phrase = response.reasonPhrase.isEmpty ? ReasonPhrase.of(response.status) : response.reasonPhrase
        return [
            "headers": headers(response.headers),
            "status": .string(String(response.status)),
            "statusDescription": .string(phrase),
        ]
    }
}
