// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Judges what a function returned, as CloudFront does (lambda-edge.md §1.3, §2.5).
///
/// Every rule that is broken is one that gives the viewer a 502 in production, so the first one found is enough.
public struct ResultValidator: Sendable {
    /// Which event the function was run for.
    let type: EventType

    /// The request that the event was made of.
    let original: ViewerRequest

    /// The origin's response; at origin-response only.
    let originalResponse: EdgeResponse?

    /// The `request` object of the event that the function got.
    let event: JSONValue

    /// - Parameters:
    ///   - original: the request that the event was made of.
    ///   - response: the origin's, at origin-response.
    ///   - event: the whole event.
    public init(original: ViewerRequest, response: EdgeResponse? = nil, event: JSONValue) {
        self.original = original
        originalResponse = response
        let parts = event["Records"]?[0]?["cf"]
        self.event = parts?["request"] ?? .null
        type = parts?["config"]?["eventType"]?.stringValue.flatMap { EventType(rawValue: $0) } ?? .viewerRequest
    }

    /// Takes or refuses a result.
    /// - Parameter result: JSON text.
    public func validate(_ result: [UInt8]) throws(ResultRefusal) -> EdgeResult {
        guard let value = JSONValue(result) else {
            throw ResultRefusal("the result is not JSON")
        }
        guard let fields = value.objectValue else {
            throw ResultRefusal("the result is \(value.kind), not a request or a response")
        }
        if let originalResponse {
            return .response(try changed(originalResponse, to: fields))
        }
        if fields["status"] != nil {
            return .response(try response(from: fields))
        }
        if fields["uri"] != nil || fields["method"] != nil || fields["headers"] != nil {
            return .request(try request(from: fields))
        }
        throw ResultRefusal("the result is neither a request nor a response")
    }

    // MARK: - Headers

    /// Header lines from the object that CloudFront's JSON has for them.
    func headers(from value: JSONValue?) throws(ResultRefusal) -> [HeaderLine] {
        guard let value else { return [] }
        guard let fields = value.objectValue else {
            throw ResultRefusal("headers is \(value.kind), not an object")
        }
        var lines: [HeaderLine] = []
        for (name, elements) in fields.sorted(by: { $0.key < $1.key }) {
            guard HeaderRules.isLowercaseName(name) else {
                throw ResultRefusal("header name \(name.debugDescription) is not a lower-case header name")
            }
            guard let elements = elements.arrayValue, !elements.isEmpty else {
                throw ResultRefusal("header \(name) is not a list with at least one element")
            }
            for element in elements {
                lines.append(try line(name, element))
            }
        }
        return lines
    }

    private func line(_ name: String, _ element: JSONValue) throws(ResultRefusal) -> HeaderLine {
        guard let value = element["value"]?.stringValue else {
            throw ResultRefusal("header \(name) has an element without a text value")
        }
        guard HeaderRules.isCleanValue(value) else {
            throw ResultRefusal("the value of header \(name) has a control character")
        }
        switch element["key"] {
        case nil:
            return HeaderLine(Self.capitalised(name), value)
        case .string(let key) where key.lowercased() == name:
            return HeaderLine(key, value)
        case .some(let key):
            throw ResultRefusal("header \(name) has the key \(key.stringValue?.debugDescription ?? key.kind)")
        }
    }

    /// The spelling that CloudFront inserts where a function left out the key: `user-agent` → `User-Agent`.
    private static func capitalised(_ name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: "-")
    }

    /// Headers that the function may only read must come back as it got them.
    func checkReadOnly(_ lines: [HeaderLine], against original: [HeaderLine]) throws(ResultRefusal) {
        for name in HeaderRules.readOnly(at: type).sorted() {
            let before = original.all(name)
            let after = lines.all(name)
            guard before != after else { continue }
            let change = before.isEmpty ? "added" : after.isEmpty ? "deleted" : "changed"
            throw ResultRefusal("read-only header \(name) was \(change)")
        }
    }

    // MARK: - Text

    /// A member that has to be text.
    func text(_ name: String, in fields: [String: JSONValue]) throws(ResultRefusal) -> String {
        guard let value = fields[name] else {
            throw ResultRefusal("\(name) is missing")
        }
        guard let text = value.stringValue else {
            throw ResultRefusal("\(name) is \(value.kind), not text")
        }
        return text
    }

    /// Strict base64: an error in it is an error of the function.
    func decode(base64 text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { Array($0) }
    }
}
