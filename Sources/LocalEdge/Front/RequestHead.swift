// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Request line and headers of an HTTP/1 request (RFC 9112).
///
/// ```
/// POST /login?a=1 HTTP/1.1␍␊
/// Host: shop.example␍␊
/// Cookie: a=1␍␊
/// Cookie: b=2␍␊
/// ␍␊
/// ```
struct RequestHead: Equatable {
    /// How long the body is.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    /// What is wrong with a request; the answer is a 400.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    let method: String
    let uri: String
    let querystring: String
    let lines: [HeaderLine]
    let framing: Framing

    /// Whether the connection goes on after the answer.
    let keepsAlive: Bool

    var expectsContinue: Bool { lines.first("expect")?.lowercased() == "100-continue" }

    /// - Parameter bytes: everything before the empty line.
    init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
        var rows = Self.rows(of: bytes)
        guard !rows.isEmpty else { throw Malformed(reason: "no request line") }
        let parts = rows.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, parts[2].hasPrefix("HTTP/1.") else {
            throw Malformed(reason: "not a request line")
        }
        method = String(parts[0])
        let target = Self.originForm(parts[1])
        let mark = target.firstIndex(of: "?")
        uri = String(target[..<(mark ?? target.endIndex)])
        querystring = mark.map { String(target[target.index(after: $0)...]) } ?? ""

        var lines: [HeaderLine] = []
        for row in rows { lines.append(try Self.line(row)) }
        self.lines = lines
        framing = try Self.framing(lines)
        let connection = lines.all("connection").joined(separator: ",").lowercased()
        keepsAlive = parts[2] == "HTTP/1.1" && !connection.contains("close")
    }

    private static func line(_ row: Substring) throws(Malformed) -> HeaderLine {
        guard let colon = row.firstIndex(of: ":") else { throw Malformed(reason: "a header line without a colon") }
        let name = String(row[..<colon])
        // A blank before the colon, or in front of the line (a folded one), makes a name that is none.
        guard HeaderRules.isLowercaseName(name.lowercased()) else { throw Malformed(reason: "not a header name") }
        let value = row[row.index(after: colon)...].drop { isBlank($0) }
        let end = value.lastIndex { !isBlank($0) }.map { value.index(after: $0) } ?? value.startIndex
        let trimmed = String(value[..<end])
        guard HeaderRules.isCleanValue(trimmed) else { throw Malformed(reason: "a control character in a header") }
        return HeaderLine(name, trimmed)
    }

    /// Two ways to tell the length at once are how requests are smuggled (RFC 9112 §6.1).
    private static func framing(_ lines: [HeaderLine]) throws(Malformed) -> Framing {
        let lengths = Set(lines.all("content-length"))
        let codings = lines.all("transfer-encoding")
        if !codings.isEmpty {
            guard lengths.isEmpty, codings.map({ $0.lowercased() }) == ["chunked"] else {
                throw Malformed(reason: "Transfer-Encoding with a length, or other than chunked")
            }
            return .chunked
        }
        guard let length = lengths.first else { return .length(0) }
        guard lengths.count == 1, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
            throw Malformed(reason: "not a Content-Length")
        }
        return .length(count)
    }

    /// The target without scheme and host, which a request to a proxy has.
    private static func originForm(_ target: Substring) -> Substring {
        for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        return target
    }

    /// Lines as text. What is no UTF-8 is taken for ISO-8859-1, as CloudFront does (lambda-edge.md §1.1).
    private static func rows(of bytes: ArraySlice<UInt8>) -> [Substring] {
        var rows: [Substring] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
            let row = bytes[start..<end].last == 0x0D ? bytes[start..<end].dropLast() : bytes[start..<end]
            let text =
                String(validating: row, as: UTF8.self)
                ?? String(String.UnicodeScalarView(row.map { Unicode.Scalar($0) }))
            rows.append(Substring(text))
            start = end < bytes.endIndex ? end + 1 : end
        }
        return rows
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
