// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The page for a visitor who asked too often (protocol.md §7.6). It holds no values.
package enum RateLimitPage {
    package static func write(to page: inout ByteBuffer) {
        page.append(BlockPageMarkup.start)
        page.append("<title>Too Many Requests</title>\n<style>\n")
        page.append(BlockPageMarkup.style)
        page.append("</style>\n</head>\n<body>\n<main class=\"block-card\">\n")
        page.append(clock)
        page.append("<h1 class=\"block-title\">Too Many Requests</h1>\n")
        page.append("<p class=\"block-text\">Please wait a moment, then load the page again.</p>\n")
        page.append("</main>\n</body>\n</html>\n")
    }

    private static var clock: StaticString {
        """
        <svg class="block-mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/>\
        <path d="M12 7v5l3.5 2"/></svg>

        """
    }
}
