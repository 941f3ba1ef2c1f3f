// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// Username and password as a request carries them, before anything is hashed (protocol.md §9.2, §9.3). Slices are of the
/// buffer of the exchange's text.
package struct FoundCredentials: BitwiseCopyable, Sendable {
    /// Nil if missing, and for what is neither text nor truthy: `null`, `false`, 0.
    package var user: JSONScalar?
    package var pass: JSONScalar?

    package init(user: JSONScalar? = nil, pass: JSONScalar? = nil) {
        self.user = user
        self.pass = pass
    }

    /// From the headers: the first value of each, nil for a header that is not there.
    package init(userHeader: ByteSlice?, passHeader: ByteSlice?) {
        user = userHeader.map { JSONScalar(slice: $0, isText: true) }
        pass = passHeader.map { JSONScalar(slice: $0, isText: true) }
    }

    /// From a body, by its content type. Nothing for a content type of another kind, and nothing for a body that is not what
    /// its content type says.
    /// - Parameters:
    ///   - body: the whole body, not base64 any more; like `contentType` a slice of `source`.
    ///   - document: working space; wants room for a node in every second byte of a body.
    ///   - text: gets what is found.
    package init(
        body: ByteSlice,
        contentType: ByteSlice,
        of source: borrowing ByteBuffer,
        entry: borrowing CredentialsEntry,
        document: inout JSONDocument,
        into text: inout ByteBuffer
    ) {
        let bytes = source.bytes(of: body)
        let type = source.bytes(of: contentType)
        switch BodyKind(contentType: type) {
        case .json:
            guard (try? document.parse(bytes)) != nil else { return }
            user = Self.value(entry.userField.span, document, bytes, into: &text)
            pass = Self.value(entry.passField.span, document, bytes, into: &text)
        case .form:
            // One question mark before the first name is dropped, as the WHATWG URL standard has it (§6.2).
            let form = bytes.hasPrefix("?") ? bytes.extracting(1..<bytes.count) : bytes
            read(form: form, entry, into: &text)
        case .multipart:
            guard let boundary = MultipartReader.boundary(in: type) else { return }
            user = Self.part(entry.userField.span, in: bytes, type.bytes(of: boundary), into: &text)
            pass = Self.part(entry.passField.span, in: bytes, type.bytes(of: boundary), into: &text)
        case nil: return
        }
    }

    /// From the query of the URL as it came.
    /// - Parameters:
    ///   - query: without its question mark; a slice of `source`.
    ///   - text: gets what is found.
    package init(
        query: ByteSlice,
        of source: borrowing ByteBuffer,
        entry: borrowing CredentialsEntry,
        into text: inout ByteBuffer
    ) {
        read(form: source.bytes(of: query), entry, into: &text)
    }

    private mutating func read(form: Span<UInt8>, _ entry: borrowing CredentialsEntry, into text: inout ByteBuffer) {
        user = Self.field(entry.userField.span, in: form, into: &text)
        pass = Self.field(entry.passField.span, in: form, into: &text)
    }

    private static func field(_ name: Span<UInt8>, in form: Span<UInt8>, into text: inout ByteBuffer) -> JSONScalar? {
        guard !name.isEmpty else { return nil }
        return FormReader.value(of: name, in: form, into: &text).map { JSONScalar(slice: $0, isText: true) }
    }

    private static func part(
        _ name: Span<UInt8>,
        in body: Span<UInt8>,
        _ boundary: Span<UInt8>,
        into text: inout ByteBuffer
    ) -> JSONScalar? {
        guard !name.isEmpty, let value = MultipartReader.value(of: name, in: body, boundary: boundary) else {
            return nil
        }
        return JSONScalar(slice: text.slice { $0.append(wellFormed: body.bytes(of: value)) }, isText: true)
    }

    private static func value(
        _ path: Span<UInt8>,
        _ document: borrowing JSONDocument,
        _ bytes: Span<UInt8>,
        into text: inout ByteBuffer
    ) -> JSONScalar? {
        guard !path.isEmpty, let node = document.value(atPath: path, in: bytes) else { return nil }
        let raw = bytes.bytes(of: document.raw(of: node))
        let isText = document.kind(of: node) == .string
        guard isText || document.isTruthy(node, in: bytes) else { return nil }
        let slice = text.slice { isText ? $0.append(jsonUnescaping: raw) : $0.append(wellFormed: raw) }
        return JSONScalar(slice: slice, isText: isText)
    }
}
