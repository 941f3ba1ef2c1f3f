// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@testable import EnforcerProtocol

@Suite("Usernames in v2")
struct LoginNameTests {
    struct Fixture: Decodable {
        var usernames: [[String]]
    }

    static func normalised(_ name: String, _ dots: LoginName.GmailDots) -> String {
        var text = ByteBuffer(limit: 1 << 12)
        text.append("before+")
        let slice = text.store(Array(name.utf8).span)
        return BodySupport.text(text.bytes(of: LoginName.normalise(slice, in: &text, gmailDots: dots)))
    }

    @Test("addresses are recognised and rewritten as the rules of protocol.md §9.5 say")
    func differential() throws {
        let rows = try BodySupport.fixture("text.json", as: Fixture.self).usernames
        #expect(rows.count == 400)
        #expect(rows.count { $0[0] != $0[1] } > 100)
        #expect(rows.count { $0[1] != $0[2] } > 20)
        for row in rows {
            #expect(Self.normalised(row[0], .first) == row[1], "\(row)")
            #expect(Self.normalised(row[0], .all) == row[2], "\(row)")
        }
    }

    @Test("all dots of a Gmail address go, which is the deviation D16")
    func gmailDots() {
        #expect(LoginName.gmailDots == .all)
        #expect(Self.normalised("J.Doe.X+shop@Gmail.com", .all) == "jdoex@gmail.com")
        #expect(Self.normalised("J.Doe.X+shop@Gmail.com", .first) == "jdoe.x@gmail.com")
    }

    @Test("a local part that is all suffix leaves nothing before the sign")
    func suffixOnly() {
        #expect(Self.normalised("+X@Example.org", .all) == "@example.org")
    }
}
