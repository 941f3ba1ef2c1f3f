// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers and texts as people read them.
enum Wording {
    /// `1,234,567`.
    static func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    static func range(_ low: Int, _ high: Int) -> String {
        low == high ? number(low) : "at least \(number(low)), at most \(number(high))"
    }

    /// `12.3 %`.
    static func share(_ count: Int, of total: Int) -> String {
        total == 0 ? "-" : "\(tenths(1_000.0 * Double(count) / Double(total))) %"
    }

    static func milliseconds(_ value: Double) -> String { "\(tenths(value * 10)) ms" }

    /// In the largest unit that gives at least one: of ms.
    static func duration(_ milliseconds: Double) -> String {
        let units = [("h", 3_600_000.0), ("min", 60_000.0), ("s", 1_000.0)]
        for (name, size) in units where milliseconds >= size { return "\(tenths(milliseconds / size * 10)) \(name)" }
        return self.milliseconds(milliseconds)
    }

    /// A number of tenths, with one place.
    private static func tenths(_ value: Double) -> String {
        guard value.magnitude < 1e15 else { return "\(value)" }
        let rounded = Int(value.rounded())
        return "\(number(rounded / 10)).\(rounded.magnitude % 10)"
    }

    /// What could steer a terminal or begin a line is taken out: texts of a log are anybody's.
    static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isGraphic($0) ? $0 : "?" }))
    }

    private static func isGraphic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// `2026-01-31 23:59`, UTC, of ms since the epoch.
    static func time(_ milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        let (year, month, day) = date(minutes / 1_440)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(minutes % 1_440 / 60)):\(two(minutes % 60))"
    }

    /// Of days since 1970-01-01, in the Gregorian calendar. Years are counted from March, so that the leap day is last.
    private static func date(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }
}
