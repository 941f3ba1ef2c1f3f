// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import CLogScan
internal import EnforcerCore

/// Why a line is no request.
package enum LineFault: Int, CaseIterable, Sendable {
    case binary
    case fewFields
    case manyFields
    case unknownFields
    case notJSON
    case noRequest
    case tooLong

    /// As the JSON report names it.
    package var key: String {
        switch self {
        case .binary: "binary"
        case .fewFields: "too_few_fields"
        case .manyFields: "too_many_fields"
        case .unknownFields: "unknown_fields"
        case .notJSON: "not_json"
        case .noRequest: "no_request"
        case .tooLong: "too_long"
        }
    }

    package var title: String {
        switch self {
        case .binary: "control characters: not a line of a log"
        case .fewFields: "fewer fields than the log has columns: cut off, or --fields is needed"
        case .manyFields: "more fields than the log has columns"
        case .unknownFields: "the columns that are named have no method or no path"
        case .notJSON: "not JSON, or cut off"
        case .noRequest: "no method or no path in it"
        case .tooLong: "longer than 4 MiB"
        }
    }
}

/// What logs are read as.
package enum LogFormat: Int, CaseIterable, Sendable {
    case standard
    case realTime
    case json
    case events

    package var key: String {
        switch self {
        case .standard: "standard"
        case .realTime: "real_time"
        case .json: "json"
        case .events: "events"
        }
    }

    package var title: String {
        switch self {
        case .standard: "standard log"
        case .realTime: "real-time log"
        case .json: "JSON log"
        case .events: "saved events"
        }
    }
}

/// Makes a request of a line.
struct LineParser: ~Copyable {
    enum Outcome {
        /// Blank, a comment, or a header.
        case nothing
        case fault(LineFault)
        case request(LogFormat)
    }

    private var tabs = [UInt32](repeating: 0, count: LineLayout.columnLimit)
    private var fields = [ByteSlice](repeating: .empty, count: LogField.allCases.count)
    private var document = JSONDocument(maximumNodes: 1 << 20)
    private var text = ByteBuffer(limit: 16 << 20)
    private let dashMeansNoCookies: Bool

    private(set) var request = LoggedRequest()

    init(dashMeansNoCookies: Bool) {
        self.dashMeansNoCookies = dashMeansNoCookies
    }

    /// Reads the line that begins at `start`.
    /// - Parameters:
    ///   - start: moved to the beginning of the next line.
    ///   - layout: replaced where the line is a header that names columns.
    mutating func read(_ bytes: Span<UInt8>, at start: inout Int, layout: inout LineLayout) -> Outcome {
        let line = LogScan.line(bytes, from: start, tabs: &tabs)
        var end = Int(line.end)
        let begin = start
        start = end + 1
        if end > begin, bytes[end - 1] == 0x0D { end -= 1 }
        guard end > begin else { return .nothing }
        guard line.is_binary == 0 else { return .fault(.binary) }
        switch bytes[begin] {
        case 0x23:
            layout = LineLayout(header: bytes.extracting(begin..<end)) ?? layout
            return .nothing
        case 0x7B, 0x20: return readJSON(bytes.extracting(begin..<end))
        default: return readFields(bytes, begin, end, tabs: Int(line.tabs), layout)
        }
    }

    // MARK: - Columns

    private mutating func readFields(
        _ bytes: Span<UInt8>, _ begin: Int, _ end: Int, tabs count: Int, _ layout: borrowing LineLayout
    ) -> Outcome {
        guard layout.isUsable else { return .fault(.unknownFields) }
        guard count + 1 >= layout.count else { return .fault(.fewFields) }
        guard count + 1 == layout.count else { return .fault(.manyFields) }
        let columns = layout.columns.span
        for field in columns.indices {
            let column = columns[field]
            guard column >= 0 else {
                fields[field] = .empty
                continue
            }
            let from = column == 0 ? begin : Int(tabs[column - 1]) + 1
            let to = column == count ? end : Int(tabs[column])
            fields[field] = ByteSlice(from: from - begin, to: to - begin)
        }
        let isRequest = request.take(
            fields, of: bytes.extracting(begin..<end), isRealTime: layout.isRealTime,
            dashMeansNoCookies: dashMeansNoCookies)
        return isRequest ? .request(layout.isRealTime ? .realTime : .standard) : .fault(.noRequest)
    }

    // MARK: - JSON

    private mutating func readJSON(_ line: Span<UInt8>) -> Outcome {
        do {
            try document.parse(line)
        } catch {
            // A line of blanks is no fault.
            for index in line.indices where line[index] != 0x20 { return .fault(.notJSON) }
            return .nothing
        }
        guard document.kind(of: 0) == .object else { return .fault(.notJSON) }
        if let outcome = readEvent(line) { return outcome }
        for index in fields.indices { fields[index] = .empty }
        text.removeAll()
        var node = 1
        let end = document.end(of: 0)
        while node < end {
            take(member: node, line)
            node = document.end(of: node + 1)
        }
        let isRequest = Self.take(fields, of: text, dashMeansNoCookies: dashMeansNoCookies, into: &request)
        return isRequest ? .request(.json) : .fault(.noRequest)
    }

    /// Parameters of their own let the compiler see that the text is read while the request is written.
    private static func take(
        _ fields: [ByteSlice], of text: borrowing ByteBuffer, dashMeansNoCookies: Bool,
        into request: inout LoggedRequest
    ) -> Bool {
        request.take(fields, of: text.span, isRealTime: false, dashMeansNoCookies: dashMeansNoCookies)
    }

    private mutating func take(member node: Int, _ line: Span<UInt8>) {
        let name = document.text(of: node)
        // The longest name that counts has 15 bytes.
        guard name.raw.count <= 16, let field = LogField(String(copying: line.bytes(of: name.raw))) else { return }
        switch document.kind(of: node + 1) {
        case .string:
            let start = text.count
            text.append(jsonUnescaping: line.bytes(of: document.text(of: node + 1).raw))
            fields[field.rawValue] = ByteSlice(from: start, to: text.count)
        case .number:
            fields[field.rawValue] = text.store(line.bytes(of: document.raw(of: node + 1)))
        default: break
        }
    }

    /// Takes an event, or a case of `edge-enforcer explain`; nil if the line is neither.
    private mutating func readEvent(_ line: Span<UInt8>) -> Outcome? {
        var event: Int?
        var time: Int64?
        if document.member("Records", of: 0, in: line) != nil {
            event = 0
        } else if let node = document.member("event", of: 0, in: line) {
            event = node
            let now = document.member("now", of: 0, in: line).flatMap { document.number(of: $0, in: line) }
            if let now, now.magnitude < 1e18 { time = Int64(now) }
        }
        guard let event else { return nil }
        guard let records = document.member("Records", of: event, in: line), document.kind(of: records) == .array,
            document.end(of: records) > records + 1,
            let frontend = document.member("cf", of: records + 1, in: line),
            let node = document.member("request", of: frontend, in: line), document.kind(of: node) == .object,
            document.member("method", of: node, in: line) != nil, document.member("uri", of: node, in: line) != nil
        else { return .fault(.noRequest) }
        request.take(event: event, of: document, in: line, time: time)
        return .request(.events)
    }
}

extension String {
    init(copying bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        self.init(decoding: copy, as: UTF8.self)
    }
}
