// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension FuzzTarget {
    /// What the document reader takes is what a reader takes that goes down the grammar; and what was read and written is
    /// read again as the same.
    static let json = FuzzTarget(name: "json") {
        { input in
            var reference = ReferenceJSON(input)
            var document = JSONDocument()
            let isRead = (try? document.parse(input.span)) != nil
            guard isRead == reference.isJSON else { return isRead ? "taken for JSON" : "JSON that is refused" }
            guard isRead else { return nil }
            let written = text(of: document, input)
            var again = JSONDocument()
            guard (try? again.parse(written.span)) != nil else { return "what was written is no JSON" }
            // What no text can have, half of a pair in UTF-8, may become a pair with the other half before it.
            guard String(validating: input, as: UTF8.self) != nil else { return nil }
            if text(of: again, written) != written { return "what was written is written otherwise" }
            guard again.nodes.count == document.nodes.count else { return "another number of nodes" }
            for index in document.nodes.indices {
                let (old, new) = (document.nodes[index], again.nodes[index])
                let isTooLarge = old.kind == .number && new.kind == .null
                if old.kind != new.kind, !isTooLarge { return "another kind of node" }
                guard old.kind == .string || old.kind == .key else { continue }
                if unescaped(old.text, input) != unescaped(new.text, written) { return "another text" }
            }
            return nil
        }
    }

    private static func text(of document: JSONDocument, _ bytes: [UInt8]) -> [UInt8] {
        var writer = JSONWriter(limit: 16 * bytes.count + 64)
        writer.value(document, node: 0, in: bytes.span)
        return FuzzTargets.bytes(of: writer.buffer.span)
    }

    private static func unescaped(_ text: JSONText, _ bytes: [UInt8]) -> String {
        var buffer = ByteBuffer(limit: 4 * bytes.count + 64)
        buffer.append(jsonUnescaping: bytes.span.bytes(of: text.raw))
        return String(decoding: FuzzTargets.bytes(of: buffer.span), as: UTF8.self)
    }
}

/// The grammar of RFC 8259, one function for each rule.
private struct ReferenceJSON {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isJSON: Bool {
        mutating get {
            skipSpace()
            guard takeValue(depth: 0) else { return false }
            skipSpace()
            return at == bytes.count
        }
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = Array("\(text)".utf8)
        guard bytes[at...].starts(with: wanted) else { return false }
        at += wanted.count
        return true
    }

    private mutating func takeValue(depth: Int) -> Bool {
        switch next {
        case 0x7B: takeMembers(end: "}", depth: depth) { $0.takeMember(depth: depth + 1) }
        case 0x5B: takeMembers(end: "]", depth: depth) { $0.takeValue(depth: depth + 1) }
        case 0x22: takeString()
        default: take("true") || take("false") || take("null") || takeNumber()
        }
    }

    private mutating func takeMembers(
        end: StaticString, depth: Int, _ takeOne: (inout ReferenceJSON) -> Bool
    ) -> Bool {
        guard depth < JSONTokenizer.maximumDepth else { return false }
        at += 1
        skipSpace()
        if take(end) { return true }
        repeat {
            skipSpace()
            guard takeOne(&self) else { return false }
            skipSpace()
        } while take(",")
        return take(end)
    }

    private mutating func takeMember(depth: Int) -> Bool {
        guard next == 0x22, takeString() else { return false }
        skipSpace()
        guard take(":") else { return false }
        skipSpace()
        return takeValue(depth: depth)
    }

    private mutating func takeString() -> Bool {
        at += 1
        while let byte = next {
            at += 1
            switch byte {
            case 0x22: return true
            case 0x00..<0x20: return false
            case 0x5C:
                guard let escape = next else { return false }
                at += 1
                if escape == 0x75 {
                    let digits = bytes[at...].prefix(4)
                    guard digits.count == 4, digits.allSatisfy({ Self.isHex($0) }) else { return false }
                    at += 4
                } else if !Array(#""\/bfnrt"#.utf8).contains(escape) {
                    return false
                }
            default: break
            }
        }
        return false
    }

    private mutating func takeNumber() -> Bool {
        _ = take("-")
        if !take("0") {
            guard takeDigits() else { return false }
        }
        if take("."), !takeDigits() { return false }
        guard take("e") || take("E") else { return true }
        _ = take("+") || take("-")
        return takeDigits()
    }

    private mutating func takeDigits() -> Bool {
        let begin = at
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        return at > begin
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
    }
}
