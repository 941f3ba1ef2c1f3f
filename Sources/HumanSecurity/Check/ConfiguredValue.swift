// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// A value of a configuration, for checks that look at more than the reader does.
indirect enum ConfiguredValue: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text([UInt8])
    case array([ConfiguredValue])
    case object([Member])

    struct Member: Equatable {
        /// The key as it stands in the text, escapes and all.
        var name: String
        var value: ConfiguredValue
    }

    /// Reads a JSON text; nil if it is none.
    static func read(_ json: [UInt8]) -> ConfiguredValue? {
        var document = JSONDocument(maximumNodes: 1 << 20)
        guard (try? document.parse(json.span)) != nil else { return nil }
        return ConfiguredValue(node: 0, of: document, in: json.span)
    }

    // As deep as the tokenizer lets a text nest.
    private init(node: Int, of document: JSONDocument, in bytes: Span<UInt8>) {
        switch document.kind(of: node) {
        case .null, .key: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number: self = .number(document.number(of: node, in: bytes) ?? 0)
        case .string: self = .text(Self.unescaped(bytes.bytes(of: document.raw(of: node))))
        case .array:
            var elements: [ConfiguredValue] = []
            var index = node + 1
            while index < document.end(of: node) {
                elements.append(ConfiguredValue(node: index, of: document, in: bytes))
                index = document.end(of: index)
            }
            self = .array(elements)
        case .object:
            var members: [Member] = []
            var index = node + 1
            while index + 1 < document.end(of: node) {
                let name = String(decoding: Self.unescaped(bytes.bytes(of: document.raw(of: index))), as: UTF8.self)
                members.append(Member(name: name, value: Self(node: index + 1, of: document, in: bytes)))
                index = document.end(of: index + 1)
            }
            self = .object(members)
        }
    }

    private static func unescaped(_ bytes: Span<UInt8>) -> [UInt8] {
        var buffer = ByteBuffer(limit: 1 << 20)
        buffer.append(jsonUnescaping: bytes)
        return buffer.takeAll()
    }

    var text: [UInt8]? {
        if case .text(let text) = self { text } else { nil }
    }

    var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    var elements: [ConfiguredValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The member of an object; of equal names the last, as JavaScript takes it.
    subscript(name: String) -> ConfiguredValue? {
        members?.last { $0.name == name }?.value
    }
}
