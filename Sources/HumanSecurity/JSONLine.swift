// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging

/// Writing log lines as JSON objects.
package enum JSONLine {
    /// A JSON string. Controls become escapes, so that no text can begin a line of its own.
    package static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A handler of swift-log that writes each message as one JSON object on a line of its own, as CloudWatch's queries like
/// it:
///
///     {"level":"debug","logger":"human-security.enforcer","message":"decided","outcome":"pass","reason":"cookie"}
///
/// There is no time in it: CloudWatch adds that.
public struct JSONLogHandler: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]

    private let label: String
    private let write: @Sendable (_ line: String) -> Void

    /// - Parameters:
    ///   - label: the logger's name.
    ///   - write: gets each line, without a line end.
    public init(label: String, write: @escaping @Sendable (_ line: String) -> Void) {
        self.label = label
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var text = #"{"level":"# + JSONLine.string(event.level.rawValue) + #","logger":"# + JSONLine.string(label)
        text += #","message":"# + JSONLine.string("\(event.message)")
        let all = event.metadata.map { metadata.merging($0) { _, new in new } } ?? metadata
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            text += "," + JSONLine.string(key) + ":" + JSONLine.string("\(value)")
        }
        write(text + "}")
    }
}
