// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

/// The columns of CloudFront's logs that a decision needs, or a report.
package enum LogField: Int, CaseIterable, Sendable {
    case date
    case time
    case timestamp
    case timestampMilliseconds
    case clientIP
    case method
    case uri
    case query
    case distributionHost
    case viewerHost
    case userAgent
    case cookie
    case headers
    case forwardedFor

    /// The field of a column's name; nil for the many that say nothing about a decision. Standard logs and real-time
    /// logs spell some differently.
    package init?(_ name: String) {
        switch name {
        case "date": self = .date
        case "time": self = .time
        case "timestamp": self = .timestamp
        case "timestamp(ms)": self = .timestampMilliseconds
        case "c-ip": self = .clientIP
        case "cs-method": self = .method
        case "cs-uri-stem": self = .uri
        case "cs-uri-query": self = .query
        case "cs(Host)", "cs-host": self = .distributionHost
        case "x-host-header": self = .viewerHost
        case "cs(User-Agent)", "cs-user-agent": self = .userAgent
        case "cs(Cookie)", "cs-cookie": self = .cookie
        case "cs-headers": self = .headers
        case "x-forwarded-for": self = .forwardedFor
        default: return nil
        }
    }
}

/// Which column of a tab-separated log holds what.
package struct LineLayout: Sendable, Equatable {
    /// More columns than any log has.
    static let columnLimit = 128

    /// By the field's number; -1 where there is none.
    private(set) var columns = [Int](repeating: -1, count: LogField.allCases.count)
    private(set) var count = 0

    /// Real-time logs cut long values off.
    private(set) var isRealTime = false

    /// - Parameter names: of all columns, in order.
    package init(_ names: [String], isRealTime: Bool) {
        for (index, name) in names.enumerated() {
            if let field = LogField(name) { columns[field.rawValue] = index }
        }
        count = names.count
        self.isRealTime = isRealTime
    }

    /// The columns that a line `#Fields: …` names; nil if it is no such line.
    init?(header: Span<UInt8>) {
        var text: [UInt8] = []
        for index in header.indices where header[index] != 0x0D { text.append(header[index]) }
        let line = String(decoding: text, as: UTF8.self)
        let mark = "#Fields:"
        guard line.hasPrefix(mark) else { return nil }
        self.init(
            line.dropFirst(mark.count).split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init),
            isRealTime: false)
    }

    /// Whether a request can be made of a line.
    package var isUsable: Bool {
        columns[LogField.method.rawValue] >= 0 && columns[LogField.uri.rawValue] >= 0 && count <= Self.columnLimit
    }

    /// All fields of a real-time log in the order of the documentation, which is that of the records.
    package static let realTime = LineLayout(realTimeFields, isRealTime: true)

    package static let realTimeFields = [
        "timestamp", "c-ip", "s-ip", "time-to-first-byte", "sc-status", "sc-bytes", "cs-method", "cs-protocol",
        "cs-host", "cs-uri-stem", "cs-bytes", "x-edge-location", "x-edge-request-id", "x-host-header", "time-taken",
        "cs-protocol-version", "c-ip-version", "cs-user-agent", "cs-referer", "cs-cookie", "cs-uri-query",
        "x-edge-response-result-type", "x-forwarded-for", "ssl-protocol", "ssl-cipher", "x-edge-result-type",
        "fle-encrypted-fields", "fle-status", "sc-content-type", "sc-content-len", "sc-range-start", "sc-range-end",
        "c-port", "x-edge-detailed-result-type", "c-country", "cs-accept-encoding", "cs-accept",
        "cache-behavior-path-pattern", "cs-headers", "cs-header-names", "cs-headers-count",
        "primary-distribution-id", "primary-distribution-dns-name", "origin-fbl", "origin-lbl", "asn",
    ]
}
