// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

internal import EnforcerCore

/// Looks for what is allowed and yet hardly meant. The reader takes all of it without a word, as the vendor does; this
/// is for people who ask.
struct ConfigurationCheck {
    typealias Problem = ConfigurationError.Problem

    /// The newest value of each option; null counts as not there.
    private var values: [Option: HumanSecurityValue] = [:]
    private(set) var problems: [Problem] = []

    /// - Parameters:
    ///   - texts: the configuration's texts, the last one on top.
    ///   - found: what the reader says of them.
    static func run(_ texts: [[UInt8]], found: [ConfigurationProblem]) -> [Problem] {
        var check = ConfigurationCheck()
        for text in texts {
            guard let root = HumanSecurityValue(json: text), let members = root.members else {
                // What is missing from a text that cannot be read is anybody's guess.
                return [syntaxProblem(of: text)]
            }
            check.take(members)
        }
        for problem in found where problem.code != .unknownKey {
            check.problems.append(Problem(problem))
        }
        check.checkRequired()
        check.checkModule()
        check.checkNumbers()
        check.checkLists()
        check.checkRoutes()
        check.checkAddresses()
        check.checkLogin()
        check.checkOthers()
        return check.sorted()
    }

    /// Errors first; nothing twice.
    private func sorted() -> [Problem] {
        var seen: Set<String> = []
        let unique = problems.filter { seen.insert($0.description).inserted }
        return unique.filter { $0.severity == .error } + unique.filter { $0.severity == .warning }
    }

    private mutating func take(_ members: [HumanSecurityValue.Member]) {
        var counts: [String: Int] = [:]
        for member in members {
            counts[member.name, default: 0] += 1
            if counts[member.name] == 2 {
                let key = Self.printable(member.name)
                problems.append(Problem(.warning, key, "stands there more than once and the last one counts; keep one"))
            }
            if let option = Option.allCases.first(where: { "\($0.key)" == member.name }) {
                values[option] = member.value == .null ? nil : member.value
            } else {
                let message = ForeignOption.message(for: member.name)
                problems.append(Problem(.warning, Self.printable(member.name), message))
            }
        }
    }

    /// An unknown key, made fit for one line of a terminal.
    static func printable(_ name: String) -> String {
        let isFit = name.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F ~= $0.value)
        }
        guard !isFit || name.utf8.count > 200 else { return name }
        return String(
            String.UnicodeScalarView(name.unicodeScalars.prefix(200).map { $0.properties.isGraphic ? $0 : "?" }))
    }

    private static func syntaxProblem(of text: [UInt8]) -> Problem {
        var document = JSONDocument(maximumNodes: 1 << 20)
        do {
            try document.parse(text.span)
            return Problem(ConfigurationProblem(.notAnObject))
        } catch {
            if text.starts(with: [0xEF, 0xBB, 0xBF]) {
                return Problem(.error, "", "the file begins with a byte order mark; save it as UTF-8 without one")
            }
            let before = text.prefix(Int(error.offset))
            let line = before.count { $0 == 0x0A } + 1
            let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            return Problem(
                .error, "", "the configuration is no JSON from line \(line), byte \(column) on; mend it there")
        }
    }

    // MARK: - For the checks

    func value(_ option: Option) -> HumanSecurityValue? { values[option] }

    mutating func fail(_ option: Option, _ message: String) {
        problems.append(Problem(.error, "\(option.key)", message))
    }

    mutating func warn(_ option: Option, _ message: String) {
        problems.append(Problem(.warning, "\(option.key)", message))
    }

    /// Whether the option has another value than the one that it has anyway.
    func isChanged(_ option: Option) -> Bool {
        guard let value = values[option] else { return false }
        return value != HumanSecurityValue(json: Array("\(option.row.standard)".utf8))
    }

    func isTrue(_ option: Option) -> Bool { values[option]?.bool ?? false }

    /// The entries of a list, or nothing if it is none.
    func entries(_ option: Option) -> [HumanSecurityValue] { values[option]?.elements ?? [] }
}

extension ConfigurationError.Problem {
    init(_ severity: Severity, _ key: String, _ message: String) {
        self.init(severity: severity, key: key, message: message)
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isGraphic: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
