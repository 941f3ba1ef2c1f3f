// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// What is wrong with a configuration: all of it, not the first thing found.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// How bad a problem is.
        public enum Severity: String, Sendable {
            /// The enforcer does not start.
            case error
            /// The enforcer starts; the option does not do what its author may think.
            case warning
        }

        /// Whether the enforcer starts in spite of it.
        public var severity: Severity

        /// The option's name, for example `px_app_id`; empty if the problem is about the whole text.
        public var key: String

        /// What is wrong and what to do. Never holds a configured value: it may be a secret.
        public var message: String

        /// A problem of one option, or with an empty `key` of the whole text.
        public init(severity: Severity, key: String, message: String) {
            self.severity = severity
            self.key = key
            self.message = message
        }

        public var description: String {
            key.isEmpty ? "\(severity.rawValue): \(message)" : "\(severity.rawValue) \(key): \(message)"
        }
    }

    /// In the order of the configuration's text; never empty in an error that is thrown.
    public var problems: [Problem]

    /// An error of these problems.
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
        var message = ByteBuffer(limit: 1 << 10)
        problem.appendMessage(to: &message)
        self.init(
            severity: problem.code.isError ? .error : .warning,
            key: String(copying: problem.key.span),
            message: String(copying: message.span)
        )
    }
}
