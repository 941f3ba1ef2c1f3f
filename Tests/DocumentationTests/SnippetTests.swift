// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HumanSecurity
import Testing

/// What the documentation shows is what the compiler, and the configuration check, have seen.
@Suite("Documentation")
struct SnippetTests {
    /// Code that is compiled with this target or with an example, or that is a product itself.
    private static let compiled: [[String]] = {
        let folders = ["Tests/DocumentationTests/Snippets", "Tests/Embedded", "Sources", "Examples"]
        let files = folders.flatMap { DocumentedSnippet.files(in: $0) }
            .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }
        return files.map { file in
            let text = try? String(contentsOf: DocumentedSnippet.root.appending(path: file), encoding: .utf8)
            // Comments would let a snippet be its own proof.
            let lines = (text ?? "").components(separatedBy: "\n").filter {
                !$0.trimmingCharacters(in: .whitespaces).hasPrefix("///")
                    || file.hasPrefix("Tests/DocumentationTests")
            }
            return DocumentedSnippet.essence(of: lines)
        }
    }()

    @Test("There are snippets to check")
    func snippets() {
        let languages = Dictionary(grouping: DocumentedSnippet.all, by: \.language).mapValues(\.count)
        #expect(languages["swift", default: 0] >= 20)
        #expect(languages["json", default: 0] >= 10)
        #expect(languages["c", default: 0] >= 1)
    }

    @Test(
        "A snippet of Swift or C is a piece of a file that is compiled",
        arguments: DocumentedSnippet.all.filter { ["swift", "c"].contains($0.language) })
    func compiledSnippet(_ snippet: DocumentedSnippet) {
        let essence = snippet.essence
        #expect(!essence.isEmpty)
        #expect(
            Self.compiled.contains { $0.firstRange(of: essence) != nil },
            "put it into a file of Tests/DocumentationTests/Snippets, line for line"
        )
    }

    @Test(
        "A configuration in the documentation is one that check has nothing against",
        arguments: DocumentedSnippet.all.filter { $0.language == "json" && $0.lines.joined().contains("\"px_") })
    func configuration(_ snippet: DocumentedSnippet) {
        let text = snippet.lines.joined(separator: "\n")
        #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil)
        let account = HumanSecurityConfiguration(
            json: #"{"px_app_id": "PXabcd1234", "px_auth_token": "a-token", "px_cookie_secret": "a-secret"}"#)
        let problems = account.overlaid(with: HumanSecurityConfiguration(json: text)).check().filter { problem in
            // A reader is to see that these are to be filled in.
            !(["px_app_id", "px_auth_token", "px_cookie_secret"].contains(problem.key) && text.contains("\"…\""))
        }
        #expect(problems.map(\.description) == [])
    }

    @Test("A link to a file of the package leads to one")
    func links() throws {
        let files =
            ["README.md", "CONTRIBUTING.md", "SECURITY.md"]
            + DocumentedSnippet.files(in: "docs").filter { $0.hasSuffix(".md") }
            + DocumentedSnippet.files(in: "Examples").filter { $0.hasSuffix("README.md") }
        let link = try Regex(#"\]\(([^)#\s]+)(#[^)]*)?\)"#, as: (Substring, Substring, Substring?).self)
        for file in files {
            let url = DocumentedSnippet.root.appending(path: file)
            let text = try String(contentsOf: url, encoding: .utf8)
            for match in text.matches(of: link) where !match.output.1.contains("://") {
                let target = url.deletingLastPathComponent().appending(path: String(match.output.1))
                #expect(FileManager.default.fileExists(atPath: target.path), "\(file): \(match.output.1)")
            }
        }
    }
}
