// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import TestSupport

/// A JSON value as a tree, for tests to compare.
indirect enum JSONTree: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string([UInt8])
    case array([JSONTree])
    case object([(name: [UInt8], value: JSONTree)])

    static func == (left: JSONTree, right: JSONTree) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.map(\.name) == right.map(\.name) && left.map(\.value) == right.map(\.value)
        default: false
        }
    }
}

// MARK: - Making one up

extension JSONTree {
    static func random(using generator: inout SeededGenerator, depth: Int = 0) -> JSONTree {
        switch generator.below(depth > 5 ? 5 : 9) {
        case 0: return .null
        case 1: return .bool(generator.one(in: 2))
        case 2: return .integer(Int64(bitPattern: generator.next()) >> Int64(generator.below(64)))
        case 3, 4: return .string(randomText(using: &generator))
        case 5, 6: return .array((0..<generator.below(6)).map { _ in random(using: &generator, depth: depth + 1) })
        default:
            return .object(
                (0..<generator.below(6)).map { _ in
                    (randomText(using: &generator), random(using: &generator, depth: depth + 1))
                }
            )
        }
    }

    /// Well-formed text, and now and then a lone surrogate in three bytes.
    private static func randomText(using generator: inout SeededGenerator) -> [UInt8] {
        let pieces: [[UInt8]] =
            [
                "a", "b", "\"", "\\", "/", "\n", "\t", "\0", "\u{1F}", "\u{7F}", "\u{80}", "\u{E9}", "\u{2028}",
                "\u{1F600}", "}", "]", ",",
            ]
            .map { Array($0.utf8) } + [[0xED, 0xA0, 0xBD, 0x2E], [0xED, 0xB8, 0x80, 0x2E]]
        return (0..<generator.below(8)).flatMap { _ in generator.pick(pieces) }
    }
}

// MARK: - Writing and reading

extension JSONTree {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .integer(let value): writer.number(value)
        case .string(let text): writer.string(text.span)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name.span)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// The same value as somebody else might write it: with white space, and escapes where none are needed.
    func sloppyText(using generator: inout SeededGenerator) -> [UInt8] {
        func space() -> [UInt8] { generator.pick([[], [], [0x20], [0x0A, 0x09], [0x0D]]) }
        func string(_ text: [UInt8]) -> [UInt8] {
            var written: [UInt8] = [0x22]
            for byte in text {
                let needsEscape = byte < 0x20 || byte == 0x22 || byte == 0x5C
                if needsEscape || byte < 0x80 && generator.one(in: 4) {
                    let digits = String(byte, radix: 16, uppercase: generator.one(in: 2))
                    written += Array("\\u00\(byte < 16 ? "0" : "")\(digits)".utf8)
                } else {
                    written.append(byte)
                }
            }
            return written + [0x22]
        }
        func list(_ parts: [[UInt8]], _ open: UInt8, _ close: UInt8) -> [UInt8] {
            [open] + (parts.isEmpty ? space() : Array(parts.joined(separator: [0x2C]))) + [close]
        }
        let text: [UInt8]
        switch self {
        case .null: text = Array("null".utf8)
        case .bool(let value): text = Array((value ? "true" : "false").utf8)
        case .integer(let value): text = Array(String(value).utf8)
        case .string(let value): text = string(value)
        case .array(let elements):
            text = list(elements.map { $0.sloppyText(using: &generator) }, 0x5B, 0x5D)
        case .object(let members):
            text = list(
                members.map {
                    let name = space() + string($0.name) + space()
                    return name + [0x3A] + $0.value.sloppyText(using: &generator)
                },
                0x7B,
                0x7D
            )
        }
        return space() + text + space()
    }

    /// The tree of a document's node.
    init(_ document: JSONDocument, node: Int, in bytes: Span<UInt8>) {
        func text(of node: Int) -> [UInt8] {
            var buffer = ByteBuffer(limit: bytes.count)
            let raw = bytes.bytes(of: document.raw(of: node))
            if document.text(of: node).isEscaped { buffer.append(jsonUnescaping: raw) } else { buffer.append(raw) }
            return copy(of: buffer.span)
        }
        let end = document.end(of: node)
        var child = node + 1
        switch document.kind(of: node) {
        case .null, .key: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .string: self = .string(text(of: node))
        case .number:
            let digits = copy(of: bytes.bytes(of: document.raw(of: node)))
            self = .integer(Int64(String(decoding: digits, as: UTF8.self)) ?? 0)
        case .array:
            var elements: [JSONTree] = []
            while child < end {
                elements.append(JSONTree(document, node: child, in: bytes))
                child = document.end(of: child)
            }
            self = .array(elements)
        case .object:
            var members: [(name: [UInt8], value: JSONTree)] = []
            while child < end {
                members.append((text(of: child), JSONTree(document, node: child + 1, in: bytes)))
                child = document.end(of: child + 1)
            }
            self = .object(members)
        }
    }
}

/// An array of what a span lends.
func copy(of bytes: Span<UInt8>) -> [UInt8] {
    var array: [UInt8] = []
    array.reserveCapacity(bytes.count)
    for index in bytes.indices { array.append(bytes[index]) }
    return array
}
