// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// A JSON value: what hooks are given and what they answer.
///
/// ```swift
/// let parameters: [String: HumanSecurityValue] = ["custom_param1": "gold", "custom_param2": 7, "is_hype_sale": false]
/// ```
public indirect enum HumanSecurityValue: Sendable, Equatable {
    /// JSON's `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as precise as a double is.
    case number(Double)
    /// A string, its escapes resolved.
    case string(String)
    /// The elements in order.
    case array([HumanSecurityValue])
    /// The members in order, repeated names included.
    case object([Member])

    /// A member of an object, in the order of the text.
    public struct Member: Sendable, Equatable {
        /// The member's name, its escapes resolved.
        public var name: String

        /// What stands under the name.
        public var value: HumanSecurityValue

        /// A member of that name.
        public init(_ name: String, _ value: HumanSecurityValue) {
            self.name = name
            self.value = value
        }
    }

    /// Reads a JSON text (RFC 8259) in UTF-8; nil if it is none, or has more than a million values.
    public init?(json: [UInt8]) {
        var document = JSONDocument(maximumNodes: 1 << 20)
        guard (try? document.parse(json.span)) != nil else { return nil }
        self.init(node: 0, of: document, in: json.span)
    }

    // As deep as the tokenizer lets a text nest.
    private init(node: Int, of document: JSONDocument, in bytes: Span<UInt8>) {
        switch document.kind(of: node) {
        case .null, .key: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number: self = .number(document.number(of: node, in: bytes) ?? 0)
        case .string: self = .string(Self.unescaped(bytes.bytes(of: document.raw(of: node))))
        case .array:
            var elements: [HumanSecurityValue] = []
            var index = node + 1
            while index < document.end(of: node) {
                elements.append(HumanSecurityValue(node: index, of: document, in: bytes))
                index = document.end(of: index)
            }
            self = .array(elements)
        case .object:
            var members: [Member] = []
            var index = node + 1
            while index + 1 < document.end(of: node) {
                let name = Self.unescaped(bytes.bytes(of: document.raw(of: index)))
                members.append(Member(name, Self(node: index + 1, of: document, in: bytes)))
                index = document.end(of: index + 1)
            }
            self = .object(members)
        }
    }

    private static func unescaped(_ bytes: Span<UInt8>) -> String {
        var buffer = ByteBuffer(limit: 1 << 24)
        buffer.append(jsonUnescaping: bytes)
        return String(decoding: buffer.takeAll(), as: UTF8.self)
    }

    // MARK: - Looking inside

    /// The text of a string; nil for any other value.
    public var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The value of a number; nil for any other value.
    public var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The value of a boolean; nil for any other value.
    public var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The elements of an array; nil for any other value.
    public var elements: [HumanSecurityValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object; nil for any other value.
    public var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The member of an object; of equal names the last, as JavaScript takes it.
    public subscript(name: String) -> HumanSecurityValue? {
        members?.last { $0.name == name }?.value
    }

    // MARK: - Writing

    /// The value as JSON text in UTF-8, without blanks. A number that JSON has no form for is `null`.
    public var json: [UInt8] {
        var writer = JSONWriter(limit: 1 << 28)
        write(to: &writer)
        return writer.buffer.takeAll()
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .number(let value): write(value, to: &writer)
        case .string(let value): writer.string(Array(value.utf8).span)
        case .array(let elements):
            writer.beginArray()
            for element in elements {
                element.write(to: &writer)
            }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(Array(member.name.utf8).span)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    private func write(_ value: Double, to writer: inout JSONWriter) {
        if let whole = Int64(exactly: value) {
            writer.number(whole)
        } else if value.isFinite {
            writer.raw(Array("\(value)".utf8).span)
        } else {
            writer.null()
        }
    }
}

extension HumanSecurityValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: HumanSecurityValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, HumanSecurityValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension HumanSecurityValue {
    /// The UTF-8 of a string.
    var text: [UInt8]? { string.map { Array($0.utf8) } }
}
