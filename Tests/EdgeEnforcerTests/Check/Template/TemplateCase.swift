// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

@testable import edge_enforcer

/// A template with one place changed, and the one problem that this makes.
struct TemplateCase: CustomTestStringConvertible, Sendable {
    var severity: ConfigurationError.Problem.Severity
    var key: String
    /// A part of the message.
    var words: String
    /// Stands in the template once, and is replaced. Empty to change nothing.
    var old: String
    var new: String
    /// Options of the configuration that the template is held against, after the app id.
    var options: String = ""
    /// Whether the change makes more problems that cannot be avoided.
    var hasCompany = false

    var testDescription: String { "\(key): \(words)" }

    static func error(
        _ key: String, _ words: String, _ old: String, _ new: String, options: String = "", hasCompany: Bool = false
    ) -> TemplateCase {
        TemplateCase(
            severity: .error, key: key, words: words, old: old, new: new, options: options, hasCompany: hasCompany)
    }

    static func warning(
        _ key: String, _ words: String, _ old: String, _ new: String, options: String = "", hasCompany: Bool = false
    ) -> TemplateCase {
        TemplateCase(
            severity: .warning, key: key, words: words, old: old, new: new, options: options, hasCompany: hasCompany)
    }

    // MARK: - Running

    static func fixture(_ name: String) throws -> String {
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures/Template")
        return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// What is said of a template.
    static func problems(
        of text: String, options: String? = nil, parameters: [String: String] = [:]
    ) throws -> [ConfigurationError.Problem] {
        let configuration = try options.map { options in
            let json = #"{"px_app_id": "PXabcd1234"\#(options.isEmpty ? "" : ", ")\#(options)}"#
            return try #require(HumanSecurityValue(json: Array(json.utf8)))
        }
        return TemplateCheck.run(
            try TemplateText.read(Array(text.utf8)), configuration: configuration, parameters: parameters)
    }

    func expectProblem() throws {
        let base = try Self.fixture("site.yaml")
        #expect(old.isEmpty || base.ranges(of: old).count == 1, "must stand in the template once: \(old)")
        let text = old.isEmpty ? base : base.replacing(old, with: new)
        let problems = try Self.problems(of: text, options: options)
        #expect(
            problems.contains { $0.severity == severity && $0.key == key && $0.message.contains(words) }, "\(problems)")
        if !hasCompany { #expect(problems.count == 1, "\(problems)") }
        #expect(problems.allSatisfy { $0.message.contains("; ") }, "every message says what to do: \(problems)")
    }
}
