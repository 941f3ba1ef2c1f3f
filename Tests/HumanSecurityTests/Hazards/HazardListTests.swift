// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The list of hazards (configuration.md §5)")
struct HazardListTests {
    private struct Hazard: Decodable {
        var number: Int
        var hazard: String
        /// Why none of this folder's tests shows it.
        var elsewhere: String?
    }

    @Test("All eighteen are listed once, and those without a test here say where they belong")
    func complete() throws {
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
        let data = try Data(contentsOf: folder.appending(path: "hazards.json"))
        let hazards = try JSONDecoder().decode([Hazard].self, from: data)
        #expect(hazards.map(\.number) == Array(1...18))
        #expect(hazards.allSatisfy { !$0.hazard.isEmpty && $0.elsewhere?.isEmpty != true })
        #expect(hazards.filter { $0.elsewhere != nil }.map(\.number) == [10, 17, 18])
    }
}
