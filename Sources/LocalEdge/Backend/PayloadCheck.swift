// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Collects everything that is wrong with one payload.
struct PayloadCheck {
    private(set) var violations: [String] = []

    mutating func fail(_ violation: String) {
        violations.append(violation)
    }

    /// The headers of every call (protocol.md §5.1).
    mutating func transport(_ headers: [HeaderLine], expecting expectations: BackendExpectations) {
        if headers.first("authorization") != "Bearer \(expectations.authToken)" {
            // The token itself stays out of the text: violations are shown and logged.
            fail("header authorization is not the expected bearer token")
        }
        if headers.first("content-type") != "application/json" {
            fail("header content-type is \(headers.first("content-type") ?? "missing"), not application/json")
        }
    }

    // MARK: - Members

    mutating func text(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "text") { $0.stringValue != nil }
    }

    mutating func number(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "a number") { $0.numberValue != nil }
    }

    mutating func boolean(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "a boolean") {
            if case .bool = $0 { true } else { false }
        }
    }

    mutating func list(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "a list") { $0.arrayValue != nil }
    }

    mutating func object(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "an object") { $0.objectValue != nil }
    }

    mutating func texts(_ name: String, in object: JSONValue?, path: String, required: Bool = true) {
        member(name, in: object, path: path, required: required, expected: "a list of texts") {
            $0.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false
        }
    }

    mutating func choice(
        _ name: String,
        in object: JSONValue?,
        path: String,
        of choices: Set<String>,
        required: Bool = true
    ) {
        let names = choices.sorted().joined(separator: ", ")
        member(name, in: object, path: path, required: required, expected: "one of \(names)") {
            $0.stringValue.map(choices.contains) ?? false
        }
    }

    /// A member that fulfils a condition.
    mutating func member(
        _ name: String,
        in object: JSONValue?,
        path: String,
        required: Bool = true,
        expected: String,
        _ condition: (JSONValue) -> Bool
    ) {
        let full = path.isEmpty ? name : "\(path).\(name)"
        guard let value = object?[name] else {
            if required { fail("\(full) is missing") }
            return
        }
        if !condition(value) { fail("\(full) is not \(expected)") }
    }

    /// A list of `{name, value}` with lower-case names (protocol.md §5.2).
    mutating func headerList(_ value: JSONValue?, path: String, without sensitive: Set<String>) {
        guard let elements = value?.arrayValue else {
            fail("\(path) is \(value?.kind ?? "missing"), not a list")
            return
        }
        for (index, element) in elements.enumerated() {
            guard let name = element["name"]?.stringValue, element["value"]?.stringValue != nil,
                element.objectValue?.count == 2
            else {
                fail("\(path)[\(index)] is not an object of the texts name and value")
                continue
            }
            if name != name.lowercased() { fail("\(path)[\(index)]: name \(name) is not in lower case") }
            if sensitive.contains(name.lowercased()) { fail("\(path)[\(index)]: sensitive header \(name) was sent") }
        }
    }

    static func isUUID(_ value: JSONValue) -> Bool {
        guard let text = value.stringValue else { return false }
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
