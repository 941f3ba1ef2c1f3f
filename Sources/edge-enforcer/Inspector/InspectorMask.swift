// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import LocalEdge

/// Takes secrets out of what is shown.
///
/// Two nets: members and headers whose names say that they hold a secret, and the secrets themselves wherever they stand.
struct InspectorMask: Sendable {
    /// Stands where a secret stood.
    static let mask = "•••"

    /// Longest first, so that none is broken up by one that it contains.
    private let secrets: [String]

    /// - Parameter configuration: the functions'; its secrets are masked wherever they stand.
    init(configuration: JSONValue) {
        self.init(secrets: Self.secrets(in: configuration))
    }

    private init(secrets: some Sequence<String>) {
        self.secrets = Set(secrets.filter { $0.utf8.count >= Self.shortest }).sorted {
            ($1.utf8.count, $0) < ($0.utf8.count, $1)
        }
    }

    /// This mask, and what a request brought along: the values of its cookies and credentials.
    func covering(_ headers: [HeaderLine]) -> InspectorMask {
        var found = secrets
        for line in headers where Self.names.contains(line.lowercasedName) {
            found.append(line.value)
            guard line.lowercasedName == "cookie" else { continue }
            found += line.value.split(separator: ";").compactMap { pair in
                pair.firstIndex(of: "=").map { Self.trimmed(pair[pair.index(after: $0)...]) }
            }
        }
        return InspectorMask(secrets: found)
    }

    /// This mask, and the secrets of another configuration.
    func covering(configuration: JSONValue) -> InspectorMask {
        InspectorMask(secrets: secrets + Self.secrets(in: configuration))
    }

    /// The text without the secrets.
    func text(_ text: String) -> String {
        var text = text
        for secret in secrets where text.contains(secret) { text = text.replacing(secret, with: Self.mask) }
        return text
    }

    /// The value of a header; of cookies the names stay.
    func header(_ name: String, _ value: String) -> String {
        let name = name.lowercased()
        if name == "cookie" {
            return value.split(separator: ";").map { pair in
                pair.firstIndex(of: "=").map { "\(Self.trimmed(pair[..<$0]))=\(Self.mask)" } ?? Self.mask
            }.joined(separator: "; ")
        }
        return Self.names.contains(name) ? Self.mask : text(value)
    }

    /// A value with everything below it.
    func value(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(self.text(text))
        case .array(let elements): return .array(elements.map(self.value))
        case .object(let members):
            // A header in a list: its name stands beside its value.
            let name = (members["name"] ?? members["key"])?.stringValue?.lowercased()
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { key, value in
                        if Self.names.contains(key.lowercased()) { return (key, Self.masked(value)) }
                        if key == "value", let name, let text = value.stringValue {
                            return (key, .string(header(name, text)))
                        }
                        return (key, self.value(value))
                    }))
        case .null, .bool, .number: return value
        }
    }

    /// A body: JSON without its secrets, or as text; at most some kilobytes of it.
    func body(_ bytes: [UInt8]) -> String {
        let whole = JSONValue(bytes).map { PrettyPrinter.indent(value($0).text) } ?? bytes
        let text = text(String(decoding: whole, as: UTF8.self))
        return text.count > Self.longestBody ? text.prefix(Self.longestBody) + "…" : text
    }

    // MARK: - Names

    private static func masked(_ value: JSONValue) -> JSONValue {
        if case .array(let elements) = value { return .array(elements.map { _ in .string(mask) }) }
        return value == .null || value == "" ? value : .string(mask)
    }

    private static func secrets(in configuration: JSONValue) -> [String] {
        (configuration.objectValue ?? [:]).filter { names.contains($0.key.lowercased()) }.flatMap { _, value in
            value.stringValue.map { [$0] } ?? (value.arrayValue ?? []).compactMap(\.stringValue)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Shorter ones would take pieces out of ordinary words.
    private static let shortest = 6
    private static let longestBody = 32_768

    /// Options, headers and members of bodies, in small letters.
    private static let names: Set<String> = [
        "px_cookie_secret", "px_auth_token", "px_remote_config_secret", "px_logger_auth_token",
        "authorization", "proxy-authorization", "cookie", "set-cookie", "px-context", "x-px-authorization",
        "x-px-original-token", "x-px-cookies", "x-api-key", "x-amz-security-token",
        "px_cookie", "px_orig_cookie", "px_cookie_raw", "pxhd", "pass", "password", "user", "raw_username",
    ]
}
