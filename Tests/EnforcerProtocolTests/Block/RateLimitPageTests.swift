// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore
import EnforcerProtocol
import Testing

@Suite("Rate limit page")
struct RateLimitPageTests {
    @Test("Title and heading say what happened, and nothing makes it look like a captcha page")
    func page() throws {
        var html = ByteBuffer(limit: 1 << 16)
        RateLimitPage.write(to: &html)
        let text = String(decoding: html.contents, as: UTF8.self)
        #expect(text.contains("<title>Too Many Requests</title>"))
        #expect(text.contains("<h1 class=\"block-title\">Too Many Requests</h1>"))
        #expect(!text.contains("_px") && !text.contains("px-captcha"))
        let read = try ReadPage.read(html.contents)
        #expect(!read.tags.contains { $0.hasPrefix("script") || $0.hasPrefix("link") || $0.hasPrefix("img") })
        #expect(read.tags.filter { $0.hasPrefix("p ") }.count == 1)
        #expect(text.utf8.count < 4096)
    }

    @Test("A page beyond the limit is an overflow")
    func overflow() {
        var html = ByteBuffer(limit: 500)
        RateLimitPage.write(to: &html)
        let hasOverflowed = html.hasOverflowed
        #expect(hasOverflowed)
    }
}
