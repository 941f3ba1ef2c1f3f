// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Foundation
import Testing

@Suite("Credentials as they were recorded")
struct RecordedCredentialsTests {
    struct Row: Decodable, CustomTestStringConvertible {
        var name: String
        var sentThrough: String
        var userField: String
        var passField: String
        var version: String
        var contentType: String?
        var body: String
        var query: String
        var headers: [String: String]
        var expected: [String: String]

        var testDescription: String { name }
    }

    @Test("every recorded request gives the recorded details")
    func recorded() throws {
        let rows = try BodySupport.fixture("credentials.json", as: [Row].self)
        #expect(rows.count == 43)
        for row in rows {
            let read = ReadCredentials(
                sentThrough: row.sentThrough,
                userField: row.userField,
                passField: row.passField,
                version: row.version,
                contentType: row.contentType,
                body: Array(row.body.utf8),
                query: row.query,
                headers: row.headers
            )
            let details = try read.details()
            #expect(details == (row.expected.isEmpty ? nil : row.expected as NSDictionary), "\(row.name)")
        }
    }
}
