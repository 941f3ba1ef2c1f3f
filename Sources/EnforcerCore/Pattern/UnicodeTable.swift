// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the tables of `UnicodeData`. They are read when a pattern is compiled, never while it is matched.
struct UnicodeTable {
    private let text: StaticString
    private var index = 0

    init(_ text: StaticString) {
        self.text = text
    }

    /// The next number; nil at the end.
    mutating func next() -> UInt32? {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while index < text.utf8CodeUnitCount {
            let byte = text.byte(at: index)
            index += 1
            // Line feeds and the indentation.
            guard byte >= 0x3F else { continue }
            let bits = UInt32(byte &- 0x3F)
            if shift < 32 { value |= (bits & 31) << shift }
            guard bits >= 32 else { return value }
            shift += 5
        }
        return nil
    }

    /// Passes over `count` characters.
    mutating func skip(_ count: UInt32) {
        var left = count
        while left > 0, index < text.utf8CodeUnitCount {
            if text.byte(at: index) >= 0x3F { left -= 1 }
            index += 1
        }
    }

    /// The number of the entry that has `name`, in a list of entries that end in `|` and have names with spaces between.
    static func entry(_ name: Span<UInt8>, in list: StaticString) -> Int? {
        var entry = 0
        var start = 0
        for index in 0..<list.utf8CodeUnitCount {
            let byte = list.byte(at: index)
            guard byte == 0x7C || byte == 0x20 || byte == 0x0A else { continue }
            if index - start == name.count, !name.isEmpty {
                var same = 0
                while same < name.count, list.byte(at: start + same) == name[same] { same += 1 }
                if same == name.count { return entry }
            }
            start = index + 1
            if byte == 0x7C { entry += 1 }
        }
        return nil
    }
}

extension CodePointSet {
    /// The set of a name in `\p{name}`; nil if it is not known.
    static func property(_ name: Span<UInt8>) -> CodePointSet? {
        if name.equals("Any") { return CodePointSet(CodePointRange(first: 0, last: maximum)) }
        if name.equals("ASCII") { return CodePointSet(CodePointRange(first: 0, last: 0x7F)) }
        if name.equals("Assigned") {
            var assigned = categories(1 << 29)
            assigned.invert()
            return assigned
        }
        if let number = UnicodeTable.entry(name, in: UnicodeData.propertyNames) { return binaryProperty(number) }
        return generalCategory(name)
    }

    /// The set of a general category or a group of them.
    static func generalCategory(_ name: Span<UInt8>) -> CodePointSet? {
        guard let number = UnicodeTable.entry(name, in: UnicodeData.categoryNames) else { return nil }
        return switch number {
        case 0..<30: categories(1 << UInt32(number))
        case 30: categories(0x7)
        case 31: categories(0x1F)
        case 32: categories(0x7 << 5)
        case 33: categories(0x7 << 8)
        case 34: categories(0x7F << 11)
        case 35: categories(0xF << 18)
        case 36: categories(0x7 << 22)
        default: categories(0x1F << 25)
        }
    }

    static func script(_ name: Span<UInt8>) -> CodePointSet? {
        guard let number = UnicodeTable.entry(name, in: UnicodeData.scriptNames) else { return nil }
        return runs(of: UnicodeData.scripts, base: 32, values: 1 << UInt32(number))
    }

    /// ID_Start and ID_Continue, which names of groups are made of.
    static var identifierStart: CodePointSet { binaryProperty(4) }
    static var identifierContinue: CodePointSet { binaryProperty(5) }

    private static func categories(_ mask: UInt32) -> CodePointSet {
        runs(of: UnicodeData.categories, base: 30, values: mask)
    }

    private static func runs(of text: StaticString, base: UInt32, values: UInt32) -> CodePointSet {
        var set = CodePointSet()
        var table = UnicodeTable(text)
        var start: UInt32 = 0
        while let run = table.next() {
            let end = start &+ run / base
            if values & 1 << (run % base) != 0 { set.insert(start, end) }
            start = end &+ 1
        }
        return set
    }

    private static func binaryProperty(_ number: Int) -> CodePointSet {
        var set = CodePointSet()
        var table = UnicodeTable(UnicodeData.properties)
        for _ in 0..<number {
            if let length = table.next() { table.skip(length) }
        }
        _ = table.next()
        var start: UInt32 = 0
        var isInside = false
        while start <= maximum, let run = table.next() {
            if isInside { set.insert(start, start &+ run) }
            start = start &+ run &+ 1
            isInside = !isInside
        }
        return set
    }
}
