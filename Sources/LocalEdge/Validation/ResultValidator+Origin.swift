// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ResultValidator {
    /// The origin that an origin-request function chose (lambda-edge.md §1.1).
    func origin(from value: JSONValue, for request: ViewerRequest) throws(ResultRefusal) -> CustomOrigin {
        guard let kinds = value.objectValue, kinds.count == 1, let kind = kinds.first else {
            throw ResultRefusal("origin has not exactly one of custom and s3")
        }
        switch kind.key {
        case "custom":
            guard let fields = kind.value.objectValue else {
                throw ResultRefusal("origin.custom is \(kind.value.kind), not an object")
            }
            return try custom(from: fields, for: request)
        case "s3":
            throw ResultRefusal("origin is an S3 bucket, which the local edge cannot play")
        default:
            throw ResultRefusal("origin has not exactly one of custom and s3")
        }
    }

    private func custom(
        from fields: [String: JSONValue],
        for request: ViewerRequest
    ) throws(ResultRefusal) -> CustomOrigin {
        guard let scheme = CustomOrigin.Scheme(rawValue: try text("protocol", in: fields)) else {
            throw ResultRefusal("origin.custom.protocol is neither http nor https")
        }
        let port = try number("port", in: fields)
        guard port == 80 || port == 443 || (1_024...65_535).contains(port) else {
            throw ResultRefusal("origin.custom.port \(port) is not 80, 443, or from 1024 to 65535")
        }
        let readTimeout = try number("readTimeout", in: fields, in: 1...120)
        // 0, or left out, is no limit for the whole response.
        if let value = fields["responseCompletionTimeout"], value != 0 {
            let limit = try number("responseCompletionTimeout", in: fields)
            guard limit >= readTimeout else {
                throw ResultRefusal("origin.custom.responseCompletionTimeout is below readTimeout")
            }
        }
        return CustomOrigin(
            scheme: scheme,
            domainName: try domainName(from: fields),
            port: port,
            path: try path(from: fields),
            customHeaders: try customHeaders(from: fields, besides: request.headers),
            readTimeout: readTimeout,
            keepaliveTimeout: try number("keepaliveTimeout", in: fields, in: 1...300),
            sslProtocols: try protocols(from: fields)
        )
    }

    private func domainName(from fields: [String: JSONValue]) throws(ResultRefusal) -> String {
        let name = try text("domainName", in: fields)
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63
                && label.utf8.allSatisfy { Self.nameCharacters.contains($0) }
        }
        let isAddress = labels.allSatisfy { UInt8($0) != nil }
        guard isName, !isAddress, name.utf8.count <= 253 else {
            throw ResultRefusal("origin.custom.domainName \(name.debugDescription) is not a domain name")
        }
        return name
    }

    private func path(from fields: [String: JSONValue]) throws(ResultRefusal) -> String {
        let path = try text("path", in: fields)
        guard path.isEmpty || path.hasPrefix("/") && !path.hasSuffix("/") && path.utf8.count <= 255,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        else {
            throw ResultRefusal("origin.custom.path is neither empty nor an encoded path without a slash at its end")
        }
        return path
    }

    private func customHeaders(
        from fields: [String: JSONValue],
        besides lines: [HeaderLine]
    ) throws(ResultRefusal) -> [HeaderLine] {
        guard fields["customHeaders"] != nil else {
            throw ResultRefusal("origin.custom.customHeaders is missing")
        }
        let custom = try headers(from: fields["customHeaders"])
        for line in custom {
            if HeaderRules.isDisallowed(line.lowercasedName) {
                throw ResultRefusal("custom header \(line.lowercasedName) may not be added")
            }
            if lines.first(line.name) != nil {
                throw ResultRefusal("custom header \(line.lowercasedName) is a header of the request, too")
            }
        }
        return custom
    }

    private func protocols(from fields: [String: JSONValue]) throws(ResultRefusal) -> [String] {
        let names = fields["sslProtocols"]?.arrayValue?.map { $0.stringValue ?? "" } ?? []
        guard !names.isEmpty, names.allSatisfy({ Self.protocolNames.contains($0) }) else {
            throw ResultRefusal("origin.custom.sslProtocols is not a list of known protocols")
        }
        return names
    }

    // MARK: - Numbers

    private func number(_ name: String, in fields: [String: JSONValue]) throws(ResultRefusal) -> Int {
        guard let value = fields[name]?.numberValue, let number = Int(exactly: value) else {
            throw ResultRefusal("origin.custom.\(name) is not a whole number")
        }
        return number
    }

    private func number(
        _ name: String,
        in fields: [String: JSONValue],
        in range: ClosedRange<Int>
    ) throws(ResultRefusal) -> Int {
        let number = try number(name, in: fields)
        guard range.contains(number) else {
            throw ResultRefusal(
                "origin.custom.\(name) \(number) is not from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static let nameCharacters = Set(
        "-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
    )

    private static let protocolNames: Set<String> = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"]
}
