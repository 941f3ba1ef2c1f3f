// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// Times of a log, in ms since the epoch.
enum LogTime {
    /// What lies outside is no time of a request: it would only stretch the plot.
    private static let range: Range<Int64> = 946_684_800_000..<4_102_444_800_000

    /// `2026-01-31` and `23:59:59`, both UTC. Nil if they are not of that form.
    static func milliseconds(date: Span<UInt8>, time: Span<UInt8>) -> Int64? {
        guard date.count == 10, time.count >= 8, date[4] == 0x2D, date[7] == 0x2D, time[2] == 0x3A, time[5] == 0x3A,
            let year = number(date, 0, 4), let month = number(date, 5, 7), let day = number(date, 8, 10),
            let hour = number(time, 0, 2), let minute = number(time, 3, 5), let second = number(time, 6, 8),
            month >= 1, month <= 12, day >= 1, day <= 31, hour < 24, minute < 60, second < 61
        else { return nil }
        return checked((days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000)
    }

    /// `1592500000.123` s, or with `isMilliseconds` `1592500000123`.
    static func milliseconds(timestamp: Span<UInt8>, isMilliseconds: Bool) -> Int64? {
        var end = 0
        while end < timestamp.count, timestamp[end] != 0x2E { end += 1 }
        guard end > 0, end < 16, let whole = number(timestamp, 0, end) else { return nil }
        if isMilliseconds { return checked(whole) }
        var value = whole
        for index in 1...3 {
            let place = end + index
            let digit = place < timestamp.count ? number(timestamp, place, place + 1) : 0
            guard let digit else { return nil }
            value = value * 10 + digit
        }
        return checked(value)
    }

    private static func checked(_ time: Int64) -> Int64? { range.contains(time) ? time : nil }

    private static func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int64? {
        var value: Int64 = 0
        for index in start..<end {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Days since 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap day comes last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
