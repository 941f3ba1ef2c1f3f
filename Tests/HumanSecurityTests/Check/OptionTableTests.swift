// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Foundation
import Testing

@Suite("The table of options")
struct OptionTableTests {
    private static var file: URL {
        URL(filePath: #filePath).appending(path: "../../../../docs/options.md").standardizedFileURL
    }

    @Test("docs/options.md says what the code does; UPDATE_DOCS=1 writes it anew")
    func isCurrent() throws {
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            try OptionTable.markdown.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(written == OptionTable.markdown)
    }

    @Test("Every option has a row of six cells and an effect")
    func rows() {
        for option in Option.allCases {
            let row = OptionTable.markdown.split(separator: "\n").first { $0.hasPrefix("| `\(option.key)` |") }
            #expect(row?.split(separator: "|").count == 6, "\(option.key)")
            #expect(!OptionTable.text(of: option).effect.isEmpty)
        }
    }
}
