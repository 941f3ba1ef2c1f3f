// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import edge_enforcer

@Suite("The inspector's page")
struct InspectorPageTests {
    @Test("the script is JavaScript, and so is each of its parts")
    func script() throws {
        for text in [
            InspectorPage.script, InspectorPage.listScript, InspectorPage.detailScript, InspectorPage.rerunScript,
        ] {
            let file = FileManager.default.temporaryDirectory.appending(path: "inspector-\(UUID().uuidString).js")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(text.utf8).write(to: file)
            let check = Process()
            check.executableURL = URL(filePath: "/usr/bin/env")
            check.arguments = ["node", "--check", file.path]
            try check.run()
            check.waitUntilExit()
            #expect(check.terminationStatus == 0)
        }
    }

    @Test("nothing comes from elsewhere, and nothing is made into markup")
    func loads() {
        for text in [InspectorPage.html, InspectorPage.style, InspectorPage.script] {
            for word in ["http:", "https:", "//cdn", "@import", "url("] { #expect(!text.contains(word)) }
        }
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            #expect(!InspectorPage.script.contains(word))
        }
        #expect(!InspectorPage.html.contains("style="))
        #expect(!InspectorPage.html.contains(" on"))
    }

    @Test("every element that the script asks for is there")
    func ids() {
        for match in InspectorPage.script.matches(of: /\$\('([a-z-]+)'\)/) {
            let isInPage = InspectorPage.html.contains("id=\"\(match.1)\"")
            #expect(isInPage || InspectorPage.script.contains("id: '\(match.1)'"), "\(match.1)")
        }
    }
}
