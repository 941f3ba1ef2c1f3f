// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// The viewer's request, as CloudFront's event has it: what hooks are asked about.
public struct HookRequest: Sendable {
    /// The request object of the event as JSON text (`Records[0].cf.request`).
    public let json: [UInt8]

    private let value: HumanSecurityValue

    init(json: [UInt8]) {
        self.json = json
        value = HumanSecurityValue(json: json) ?? .null
    }

    /// As received: methods are case-sensitive.
    public var method: String { value["method"]?.string ?? "" }

    /// The path, percent-encoded as it came.
    public var uri: String { value["uri"]?.string ?? "" }

    /// Without a question mark.
    public var querystring: String { value["querystring"]?.string ?? "" }

    /// The address of the connection's other end.
    public var clientIP: String { value["clientIp"]?.string ?? "" }

    /// The first value of a header; case does not matter.
    public func header(_ name: String) -> String? {
        headerValues(name).first
    }

    /// All values of a header, one for each line of it.
    public func headerValues(_ name: String) -> [String] {
        CloudFrontHeaders.values(of: name, in: value["headers"])
    }

    /// The body, decoded; nil if CloudFront was not asked to include it. It may be the beginning only: see
    /// ``isBodyTruncated``.
    public var body: [UInt8]? {
        guard let body = value["body"], let data = body["data"]?.string else { return nil }
        guard body["encoding"]?.string == "base64" else { return Array(data.utf8) }
        var buffer = ByteBuffer(limit: 1 << 24)
        buffer.append(base64Decoding: Array(data.utf8).span)
        return buffer.takeAll()
    }

    /// Whether the body was longer than CloudFront hands over (lambda-edge.md §1.2).
    public var isBodyTruncated: Bool { value["body"]?["inputTruncated"]?.bool ?? false }
}

/// CloudFront's form of headers: `{"host": [{"key": "Host", "value": "…"}]}`.
enum CloudFrontHeaders {
    static func values(of name: String, in headers: HumanSecurityValue?) -> [String] {
        let name = name.lowercased()
        return (headers?.members ?? [])
            .filter { $0.name.lowercased() == name }
            .flatMap { $0.value.elements ?? [] }
            .compactMap { $0["value"]?.string }
    }
}
