// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// One header line of a request or a response.
public struct HeaderLine: Sendable, Equatable {
    /// The name as it was spelled.
    public var name: String

    /// The value without white space at its ends.
    public var value: String

    /// A line of that name.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The name that comparisons use.
    public var lowercasedName: String { name.lowercased() }

    /// Bytes on the wire: name, colon, blank, value, line end.
    var size: Int { name.utf8.count + value.utf8.count + 4 }
}

extension [HeaderLine] {
    /// The value of the first line of that name, in any case.
    public func first(_ name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.lowercasedName == wanted }?.value
    }

    /// The values of all lines of that name, in order.
    public func all(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return filter { $0.lowercasedName == wanted }.map(\.value)
    }

    mutating func remove(_ name: String) {
        let unwanted = name.lowercased()
        removeAll { $0.lowercasedName == unwanted }
    }

    /// Puts one line in place of all lines of that name.
    mutating func set(_ name: String, _ value: String) {
        remove(name)
        append(HeaderLine(name, value))
    }

    /// Puts `value` at the end of the list that all lines of that name make.
    mutating func append(to name: String, _ value: String) {
        set(name, (all(name) + [value]).joined(separator: ", "))
    }
}
