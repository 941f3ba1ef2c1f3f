// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore
internal import EnforcerProtocol

/// A configuration to replay a log with.
package struct ReplayConfiguration: Sendable {
    /// A list of the configuration that requests are held against.
    package struct List: Sendable {
        /// The option's name.
        package var key: String
        /// Its entries as they are written, in order; empty where the option is not set.
        package var entries: [String]
    }

    let compiled: CompiledConfiguration
    package let lists: [List]

    /// Why it cannot be used: the option, or what stands in the place of one, and what is wrong.
    package let errors: [(key: String, message: String)]

    /// Whether the secrets are kept elsewhere, so that no token can be read.
    package let lacksSecrets: Bool

    static let options: [Option] = [
        .filterByExtension, .filterByRoute, .filterByMethod, .filterByUserAgent, .filterByIP, .enforcedRoutes,
        .monitoredRoutes, .sensitiveRoutes, .graphQLRoutes, .loginCredentials,
    ]

    /// - Parameter json: an object with `px_*` options.
    package init(json: [UInt8]) {
        var reader = ConfigurationReader()
        reader.read(json.span)
        var compiled = reader.finish(for: .enforcer)
        errors = reader.problems.filter(\.code.isError).map { problem in
            var message = ByteBuffer(limit: 1 << 16)
            problem.appendMessage(to: &message)
            let key = String(decoding: problem.key, as: UTF8.self)
            return (key.isEmpty ? "configuration" : key, String(decoding: message.takeAll(), as: UTF8.self))
        }
        lacksSecrets = compiled.refersToSecrets
        compiled.lacksSecrets = false
        self.compiled = compiled
        var document = JSONDocument(maximumNodes: 1 << 20)
        let bytes = json.span
        // What is no JSON has no lists, and an error besides.
        try? document.parse(bytes)
        lists = Self.options.map { List(key: "\($0.key)", entries: Self.entries(of: $0, document, bytes)) }
    }

    /// The entries in the order in which the engine numbers them: what it passes over has no number.
    private static func entries(of option: Option, _ document: JSONDocument, _ bytes: Span<UInt8>) -> [String] {
        guard document.root != nil, document.kind(of: 0) == .object,
            let list = document.member(option.key, of: 0, in: bytes), document.kind(of: list) == .array
        else { return [] }
        var entries: [String] = []
        var node = list + 1
        while node < document.end(of: list) {
            if let entry = entry(node, option, document, bytes) { entries.append(entry) }
            node = document.end(of: node)
        }
        return entries
    }

    private static func entry(_ node: Int, _ option: Option, _ document: JSONDocument, _ bytes: Span<UInt8>) -> String?
    {
        func text(_ name: StaticString) -> String? {
            document.member(name, of: node, in: bytes).flatMap { string($0, document, bytes) }
        }
        if let text = string(node, document, bytes) { return text }
        switch option.valueType {
        case .patterns: return text("regex").map { "/\($0)/\(text("flags") ?? "")" }
        case .entries:
            guard document.kind(of: node) == .object else { return nil }
            return [text("method"), text("path")].compactMap { $0 }.joined(separator: " ")
        default: return nil
        }
    }

    private static func string(_ node: Int, _ document: JSONDocument, _ bytes: Span<UInt8>) -> String? {
        guard document.kind(of: node) == .string else { return nil }
        var buffer = ByteBuffer(limit: 1 << 20)
        buffer.append(jsonUnescaping: bytes.bytes(of: document.text(of: node).raw))
        return String(decoding: buffer.takeAll(), as: UTF8.self)
    }
}
