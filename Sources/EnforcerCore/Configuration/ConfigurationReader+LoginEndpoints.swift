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
            bodyPattern: field("login_successful_body_regex", of: node, in: bytes)
        )
    }

    mutating func pathRule(of node: Int, in bytes: Span<UInt8>) -> CredentialsEntry.PathRule {
        let path = field("path", of: node, in: bytes)
        guard field("path_type", of: node, in: bytes).span.equals("regex") else { return .exact(path) }
        do {
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
            checkReporting(of: read)
            var entry = read.entry
            if !read.hasVersion { entry.version = CredentialsVersion(credentialsVersion.span) }
            configuration.credentialsEntries.append(entry)
        }
    }

    /// How a login is known to have succeeded matters to HumanActivities only, but both functions refuse what it could
    /// not do (configuration.md §1.0).
    mutating func checkReporting(of read: ReadEntry) {
        let own = read.reportingMethod.isEmpty ? loginReportingMethod : read.reportingMethod
        let method = own.span
        if method.equals("body") {
            let pattern = read.bodyPattern.isEmpty ? loginBodyPattern : read.bodyPattern
            do {
                _ = try Pattern(source: pattern.span, flags: [UInt8]().span)
            } catch {
                problems.append(ConfigurationProblem(.pattern(error), .loginBodyPattern))
            }
        } else if !method.isEmpty, !method.equals("status"), !method.equals("header"), !method.equals("custom") {
            problems.append(ConfigurationProblem(.unknownReportingMethod, .loginReportingMethod))
        }
    }
}
