// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import TestSupport
import Testing

/// One row of `json/cases.jsonl`.
struct JSONCase: Decodable, Sendable, CustomTestStringConvertible {
    enum Expected: String, Decodable { case accept, refuse, either }

    var name: String
    var hex: String
    var expected: Expected

    var testDescription: String { name }

    static func all() throws -> [JSONCase] {
        try FixtureLines("json/cases.jsonl", in: .module).decoded()
    }
}

/// Writes down what a tokenizer tells.
struct RecordingSink: JSONSink {
    enum Kind: Equatable {
        case beginObject, endObject, beginArray, endArray, key, string, number, `true`, `false`, null
    }

    struct Token: Equatable {
        var kind: Kind
        var start: Int
        var end: Int
        var isEscaped = false
    }

    var tokens: [Token] = []

    mutating func beginObject(at offset: Int) { append(.beginObject, offset, offset + 1) }
    mutating func endObject(at offset: Int) { append(.endObject, offset - 1, offset) }
    mutating func beginArray(at offset: Int) { append(.beginArray, offset, offset + 1) }
    mutating func endArray(at offset: Int) { append(.endArray, offset - 1, offset) }

    mutating func key(_ text: JSONText, in bytes: Span<UInt8>) { append(.key, text) }
    mutating func string(_ text: JSONText, in bytes: Span<UInt8>) { append(.string, text) }
    mutating func number(_ slice: ByteSlice, in bytes: Span<UInt8>) { append(.number, slice.start, slice.end) }

    mutating func literal(_ literal: JSONLiteral, at slice: ByteSlice) {
        let kind: Kind =
            switch literal {
            case .true: .true
            case .false: .false
            case .null: .null
            }
        append(kind, slice.start, slice.end)
    }

    private mutating func append(_ kind: Kind, _ start: Int, _ end: Int) {
        tokens.append(Token(kind: kind, start: start, end: end))
    }

    private mutating func append(_ kind: Kind, _ text: JSONText) {
        tokens.append(Token(kind: kind, start: text.raw.start, end: text.raw.end, isEscaped: text.isEscaped))
    }
}

/// All that a text made a tokenizer say, up to the error if there was one.
struct Transcript: Equatable {
    var tokens: [RecordingSink.Token] = []
    var error: JSONError?

    /// Of a text that is there as a whole.
    init(whole bytes: Span<UInt8>) {
        self.init { tokenizer, sink throws(JSONError) in
            try tokenizer.advance(over: bytes, sink: &sink)
            try tokenizer.finish(bytes, sink: &sink)
        }
    }

    /// Of a text that comes byte by byte.
    init(bytewise bytes: Span<UInt8>) {
        self.init { tokenizer, sink throws(JSONError) in
            for count in 0...bytes.count {
                try tokenizer.advance(over: bytes.extracting(0..<count), sink: &sink)
            }
            try tokenizer.finish(bytes, sink: &sink)
        }
    }

    /// Of a text that comes byte by byte, each time flush against a guard page.
    init(bytewise bytes: Span<UInt8>, in area: borrowing GuardedArea, _ side: GuardedSide) {
        self.init { tokenizer, sink throws(JSONError) in
            for count in 0...bytes.count {
                try area.withBytes(bytes.extracting(0..<count), side) { (part: Span<UInt8>) throws(JSONError) in
                    try tokenizer.advance(over: part, sink: &sink)
                }
            }
            try area.withBytes(bytes, side) { (part: Span<UInt8>) throws(JSONError) in
                try tokenizer.finish(part, sink: &sink)
            }
        }
    }

    private init(_ feed: (inout JSONTokenizer, inout RecordingSink) throws(JSONError) -> Void) {
        var tokenizer = JSONTokenizer()
        var sink = RecordingSink()
        do {
            try feed(&tokenizer, &sink)
        } catch {
            self.error = error
        }
        tokens = sink.tokens
    }
}
