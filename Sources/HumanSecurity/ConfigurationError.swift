// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// What is wrong with a configuration: all of it, not the first thing found.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        public enum Severity: String, Sendable {
            /// The enforcer does not start.
            case error
            /// The enforcer starts; the option does not do what its author may think.
            case warning
        }

        public var severity: Severity

        /// The option's name, for example `px_app_id`; empty if the problem is about the whole text.
        public var key: String

        /// What is wrong and what to do. Never holds a configured value: it may be a secret.
        public var message: String

        public init(severity: Severity, key: String, message: String) {
            self.severity = severity
            self.key = key
            self.message = message
        }

        public var description: String {
            key.isEmpty ? "\(severity.rawValue): \(message)" : "\(severity.rawValue) \(key): \(message)"
        }
    }

    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    /// One line for each problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

extension ConfigurationError.Problem {
    init(_ problem: ConfigurationProblem) {
        let key = problem.option.map { "\($0.key)" } ?? String(decoding: problem.name, as: UTF8.self)
        self.init(
            severity: problem.code.isError ? .error : .warning,
            key: key,
            message: Self.message(for: problem)
        )
    }

    private static func message(for problem: ConfigurationProblem) -> String {
        switch problem.code {
        case .notAnObject: "the configuration is no JSON object; write one like {\"px_app_id\": \"PX…\", …}"
        case .missing: "cannot be empty; set it to the value shown in the HUMAN console"
        case .pattern(let error): "has a regular expression that \(reason(for: error)), at byte \(error.offset) of it"
        case .entryWithoutMethod: "has an entry without a method; add \"method\": \"post\" or what its form uses"
        case .unknownReportingMethod: "is none of the known ways; use \"status\", \"header\", \"body\" or \"custom\""
        case .wrongType where problem.option?.valueType == .function:
            "is a function, which JSON cannot hold; remove it, and set the hook of that purpose in code"
        case .wrongType:
            "has the wrong type, so its default is used; give \(expectation(of: problem.option?.valueType))"
        case .outOfRange: "is outside of 1 to 30000 ms; the nearest sensible limit is used instead"
        case .unknownKey: "is no option that this version knows; it is ignored"
        }
    }

    private static func reason(for error: PatternError) -> String {
        switch error.code {
        case .malformed: "JavaScript would refuse as well; mend it"
        case .backReference: "has a back-reference, which cannot be matched in linear time; write it without"
        case .unsupportedProperty: "asks for a Unicode property that is not known here; list the characters"
        case .unknownFlag: "has a flag that JavaScript does not know, or one twice; use i, s, m or u"
        case .tooLarge: "is too large; shorten it, or its counted repetitions"
        }
    }

    private static func expectation(of type: Option.ValueType?) -> String {
        switch type {
        case .string: "a string"
        case .stringOrStrings: "a string, or an array of strings with the newest first"
        case .number: "a number"
        case .bool: "true or false"
        case .strings: "an array of strings"
        case .patterns: "an array of strings and {\"regex\": …, \"flags\": …} objects"
        case .entries: "an array of objects"
        case .numbers: "an array of numbers"
        case .mode: "\"monitor\" or \"active_blocking\""
        case .severity: "\"none\", \"error\" or \"debug\""
        case .function, nil: "another value"
        }
    }
}
