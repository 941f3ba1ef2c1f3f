// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

extension ConfigurationReader {
    mutating func takeEntries(in bytes: Span<UInt8>) -> Bool {
        guard document.kind(of: 0) == .array else { return false }
        entries = []
        entryProblems = []
        var index = 1
        while index < document.end(of: 0) {
            if document.kind(of: index) == .object { entries.append(entry(index, in: bytes)) }
            index = document.end(of: index)
        }
        return true
    }

    mutating func entry(_ node: Int, in bytes: Span<UInt8>) -> ReadEntry {
        let method = field("method", of: node, in: bytes)
        let version = field("protocol", of: node, in: bytes)
        let entry = CredentialsEntry(
            method: method,
            path: pathRule(of: node, in: bytes),
            container: CredentialsEntry.Container(field("sent_through", of: node, in: bytes).span),
            userField: field("user_field", of: node, in: bytes),
            passField: field("pass_field", of: node, in: bytes),
            version: CredentialsVersion(version.span)
        )
        return ReadEntry(
            entry: entry,
            hasMethod: !method.isEmpty,
            hasVersion: !version.isEmpty,
            reportingMethod: field("login_successful_reporting_method", of: node, in: bytes),
            bodyPattern: field("login_successful_body_regex", of: node, in: bytes),
            statuses: document.member("login_successful_statuses", of: node, in: bytes)
                .flatMap { numbers($0, in: bytes) },
            headerName: field("login_successful_header_name", of: node, in: bytes),
            headerValue: field("login_successful_header_value", of: node, in: bytes)
        )
    }

    /// A text as `path_type` says, or an expression, which is one whatever that says.
    mutating func pathRule(of node: Int, in bytes: Span<UInt8>) -> CredentialsEntry.PathRule {
        do throws(PatternError) {
            if let path = document.member("path", of: node, in: bytes),
                let source = document.member("regex", of: path, in: bytes)
            {
                return .pattern(try pattern(source, of: path, in: bytes))
            }
            let path = field("path", of: node, in: bytes)
            guard field("path_type", of: node, in: bytes).span.equals("regex") else { return .exact(path) }
            return .pattern(try Pattern(source: path.span, flags: [UInt8]().span))
        } catch {
            entryProblems.append(.pattern(error))
            return .exact([])
        }
    }

    mutating func field(_ name: StaticString, of node: Int, in bytes: Span<UInt8>) -> [UInt8] {
        document.member(name, of: node, in: bytes).flatMap { string($0, in: bytes) } ?? []
    }

    /// Entries count only while the switch is on; then what is wrong with one is an error (configuration.md §1.0).
    mutating func completeEntries() {
        guard isLoginCredentialsEnabled else { return }
        for problem in entryProblems {
            problems.append(ConfigurationProblem(problem, .loginCredentials))
        }
        for read in entries {
            if !read.hasMethod { problems.append(ConfigurationProblem(.entryWithoutMethod, .loginCredentials)) }
            var entry = read.entry
            entry.reporting = reporting(of: read)
            if !read.hasVersion { entry.version = CredentialsVersion(credentialsVersion.span) }
            configuration.credentialsEntries.append(entry)
        }
    }

    /// How a login is known to have succeeded matters to HumanActivities only, but both functions refuse what it could
    /// not do (configuration.md §1.0).
    mutating func reporting(of read: ReadEntry) -> LoginReporting {
        var reporting = loginReporting
        if let statuses = read.statuses { reporting.statuses = statuses }
        if !read.headerName.isEmpty { reporting.headerName = lowercased(read.headerName) }
        if !read.headerValue.isEmpty { reporting.headerValue = read.headerValue }
        let method = read.reportingMethod.isEmpty ? loginReportingMethod : read.reportingMethod
        guard !method.isEmpty else { return reporting }
        guard let known = LoginReporting.Method(method.span) else {
            problems.append(ConfigurationProblem(.unknownReportingMethod, .loginReportingMethod))
            return reporting
        }
        reporting.method = known
        if known == .body { checkBodyPattern(of: read) }
        return reporting
    }

    mutating func checkBodyPattern(of read: ReadEntry) {
        let pattern = read.bodyPattern.isEmpty ? loginBodyPattern : read.bodyPattern
        do {
            _ = try Pattern(source: pattern.span, flags: [UInt8]().span)
        } catch {
            problems.append(ConfigurationProblem(.pattern(error), .loginBodyPattern))
        }
    }
}
