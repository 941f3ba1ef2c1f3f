// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// Text fields of `multipart/form-data` (RFC 7578), as far as a login form needs them (protocol.md §9.2).
//
//     body = *(delimiter *header blank-line content) close      delimiter = "--" boundary line-end
//
//     --x                                                    close = "--" boundary "--"
//     Content-Disposition: form-data; name="user"
//
//     jane                                                   user → jane
//     --x--
//
// Lines end with LF or CRLF. Everything is decided line by line and no line is read twice, so time is linear in the
// body whatever the boundary is.

package enum MultipartReader {
    private enum State: BitwiseCopyable {
        case preamble
        /// Among the headers of a part.
        case headers
        /// Content that nobody asked for, up to the next delimiter.
        case content
    }

    /// The boundary that a content type names; nil if it names none.
    package static func boundary(in contentType: Span<UInt8>) -> ByteSlice? {
        var parameters = HeaderParameters()
        while let parameter = parameters.next(in: contentType) {
            if contentType.bytes(of: parameter.name).equalsIgnoringASCIICase("boundary"), !parameter.value.isEmpty {
                return parameter.value
            }
        }
        return nil
    }

    /// The value of the first field `name` that is no file: the first line of its content without white space at its
    /// ends. Nil if there is no such field.
    package static func value(of name: Span<UInt8>, in body: Span<UInt8>, boundary: Span<UInt8>) -> ByteSlice? {
        guard !boundary.isEmpty else { return nil }
        var state = State.preamble
        var isWanted = false
        var start = 0
        while start < body.count {
            let end = body.firstIndex(of: 0x0A, from: start) ?? body.count
            let line = body.extracting(start..<(end > start && body[end - 1] == 0x0D ? end - 1 : end))
            start = end + 1
            switch delimiter(line, boundary) {
            case .close: return nil
            case .open:
                state = .headers
                isWanted = false
                continue
            case .none: break
            }
            guard state == .headers else { continue }
            if !line.isEmpty {
                // Of several such headers the last one counts, as with any map.
                if let isField = isField(line, name) { isWanted = isField }
                continue
            }
            state = .content
            guard isWanted else { continue }
            return firstLine(of: body, from: start, boundary)
        }
        return nil
    }

    private static func firstLine(of body: Span<UInt8>, from start: Int, _ boundary: Span<UInt8>) -> ByteSlice {
        guard start < body.count else { return .empty }
        let end = body.firstIndex(of: 0x0A, from: start) ?? body.count
        let line = body.extracting(start..<end)
        // A part may end right after its headers.
        guard case .none = delimiter(line, boundary) else { return .empty }
        let trimmed = UTF8Text.trimmed(line)
        return ByteSlice(from: start + trimmed.start, to: start + trimmed.end)
    }

    private enum Delimiter: BitwiseCopyable {
        case none
        case open
        case close
    }

    private static func delimiter(_ line: Span<UInt8>, _ boundary: Span<UInt8>) -> Delimiter {
        guard line.count >= boundary.count + 2, line.hasPrefix("--"),
            line.extracting(2..<line.count).hasPrefix(boundary)
        else { return .none }
        let rest = line.extracting((boundary.count + 2)..<line.count)
        if rest.hasPrefix("--") { return .close }
        // White space may stand behind a delimiter; anything else makes it content that only begins like one.
        return rest.trimmed().isEmpty ? .open : .none
    }

    /// Whether a header line says that the part is the field `name` and no file; nil if it says nothing about that.
    private static func isField(_ line: Span<UInt8>, _ name: Span<UInt8>) -> Bool? {
        let colon = line.firstIndex(of: 0x3A) ?? line.count
        guard line.extracting(0..<colon).trimmed().equalsIgnoringASCIICase("content-disposition") else { return nil }
        var isNamed = false
        var parameters = HeaderParameters()
        while let parameter = parameters.next(in: line) {
            let key = line.bytes(of: parameter.name)
            if key.equalsIgnoringASCIICase("filename") || key.equalsIgnoringASCIICase("filename*") { return false }
            if key.equalsIgnoringASCIICase("name") { isNamed = line.bytes(of: parameter.value).equals(name) }
        }
        return isNamed
    }
}
