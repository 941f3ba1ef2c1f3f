// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import Testing

@Suite("Filters by extension, method and user agent")
struct FilterTests {
    @Test(
        "the extension is what follows the last dot of the last segment",
        arguments: [
            ("/assets/site.css", true), ("/.css", true), ("/app.min.js", true), ("/manifest.json", true),
            ("/feed.xml", true), ("/fonts/a.woff2", true), ("/LOGO.PNG", false), ("/site.css/page", false),
            ("/site.css;v=1", false), ("/page.css%3Fx", false), ("/archive.tar.gz", false), ("/", false),
            ("/site.css.", false), ("/css", false), ("", false), (".css", true), ("/a.b/css", false),
        ]
    )
    func standardExtensions(path: String, isFiltered: Bool) {
        let matches = ExtensionFilter.standard.firstMatch(path: Array(path.utf8).span) != nil
        #expect(matches == isFiltered)
    }

    @Test("there are 38 extensions by default, all different")
    func standardEntries() {
        let entries = ExtensionFilter.standardEntries
        #expect(Set((0..<entries.count).map { MatchingSupport.text(entries[$0]) }).count == 38)
    }

    @Test(
        "a list of one's own replaces the default, and its entries may lack the dot",
        arguments: [
            ("/a.foo", true), ("/a.pdf", true), ("/a.css", false), ("/a.FOO", false), ("/a.", false), ("/a", false),
        ]
    )
    func ownExtensions(path: String, isFiltered: Bool) {
        let filter = ExtensionFilter(MatchingSupport.list([".foo", "pdf", ""]))
        let matches = filter.firstMatch(path: Array(path.utf8).span) != nil
        #expect(matches == isFiltered)
    }

    @Test("an empty list of extensions filters nothing")
    func noExtensions() {
        let matches = ExtensionFilter(ByteStringList()).firstMatch(path: Array("/a.css".utf8).span) != nil
        #expect(!matches)
    }

    @Test(
        "a configured method is upper-cased, the request's is not",
        arguments: [("OPTIONS", true), ("PUT", true), ("put", false), ("GET", false), ("", false)]
    )
    func methods(method: String, isFiltered: Bool) {
        let filter = MethodFilter(MatchingSupport.list(["OPTIONS", "Put"]))
        let matches = filter.firstMatch(Array(method.utf8).span) != nil
        #expect(matches == isFiltered)
    }

    @Test(
        "a user agent matches as a whole, and an empty entry where there is none",
        arguments: [
            ("UptimeBot/2.0", 0), ("uptimebot/2.0", nil), ("UptimeBot/2.0 x", nil), ("UptimeBot", nil), ("", 1),
        ]
    )
    func userAgents(userAgent: String, match: Int?) {
        var filter = UserAgentFilter()
        filter.append(text: Array("UptimeBot/2.0".utf8).span)
        filter.append(text: Array("".utf8).span)
        let first = filter.firstMatch(for: Array(userAgent.utf8).span)
        #expect(first == match)
    }

    @Test("a user-agent filter without entries lets a missing user agent through")
    func noUserAgents() {
        let first = UserAgentFilter().firstMatch(for: [UInt8]().span)
        #expect(first == nil)
    }
}
