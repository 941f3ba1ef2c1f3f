// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

// The text of HTML forms and of queries (WHATWG URL §5.1).
//
//     form = pair *("&" pair)      pair = name ["=" value]      both escaped; see FormUnescaper
//     user=j%C3%B6rg&a+b=&user=x   user → jörg     a b → empty     b → nil

package enum FormReader {
    /// The first value of the field `name`, decoded; nil if there is no such field.
    ///
    /// A pair without `=` has the empty value; empty pairs are skipped. One pass, nothing is kept of other fields.
    /// - Parameters:
    ///   - name: plain text.
    ///   - body: the form, or a query without its question mark.
    ///   - buffer: gets the value; the slice is of this buffer.
    package static func value(
        of name: Span<UInt8>,
        in body: Span<UInt8>,
        into buffer: inout ByteBuffer
    ) -> ByteSlice? {
        var start = 0
        while start < body.count {
            let end = body.firstIndex(of: 0x26, from: start) ?? body.count
            let pair = body.extracting(start..<end)
            start = end + 1
            guard !pair.isEmpty else { continue }
            let equalsSign = pair.firstIndex(of: 0x3D) ?? pair.count
            guard isEscaped(pair.extracting(0..<equalsSign), for: name) else { continue }
            let value = pair.extracting(min(equalsSign + 1, pair.count)..<pair.count)
            return buffer.slice { $0.append(formDecoding: value) }
        }
        return nil
    }

    /// Whether `raw` decodes to `name`. Ends at the first difference, so that long names cost nothing.
    private static func isEscaped(_ raw: Span<UInt8>, for name: Span<UInt8>) -> Bool {
        var unescaper = FormUnescaper()
        var matched = 0
        while let scalar = unescaper.next(in: raw) {
            var encoder = UTF8Encoder(scalar)
            while let byte = encoder.next() {
                guard matched < name.count, name[matched] == byte else { return false }
                matched += 1
            }
        }
        return matched == name.count
    }
}
