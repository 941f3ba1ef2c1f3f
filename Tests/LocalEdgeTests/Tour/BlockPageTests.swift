// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalEdge

@Suite struct BlockPageTests {
    @Test("a variable's text is read as JavaScript has it")
    func value() {
        let page = BlockPage(
            text: """
                window._pxUuid = "u-1";
                window._pxHostUrl = "\\/demo\\/xhr";
                var first = "\\/c.js?a=c\\u0026u=\\"1\\"";
                window._pxMobile = false;

                """
        )
        #expect(page.value(of: "window._pxUuid") == "u-1")
        #expect(page.value(of: "window._pxHostUrl") == "/demo/xhr")
        #expect(page.value(of: "var first") == "/c.js?a=c&u=\"1\"")
        #expect(page.value(of: "window._pxMobile") == nil)
        #expect(page.value(of: "window._pxVid") == nil)
    }
}
