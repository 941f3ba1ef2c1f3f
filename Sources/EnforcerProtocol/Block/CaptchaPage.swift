// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

package import EnforcerCore

/// The page that a blocked visitor gets (protocol.md §7.7).
///
/// Values are slices of the bytes given to `write`; an empty one is not set. They may be anything, a vid straight from
/// a cookie included: each is escaped for the place where it goes (protocol.md D3). A page that does not fit leaves
/// `hasOverflowed` set in the buffer.
package struct CaptchaPage: BitwiseCopyable, Sendable {
    package var vid = ByteSlice.empty
    package var uuid = ByteSlice.empty
    package var appID = ByteSlice.empty
    package var hostURL = ByteSlice.empty
    package var customLogo = ByteSlice.empty
    /// `jsClientSrc`: where the sensor is.
    package var sensorSource = ByteSlice.empty
    /// `px_css_ref`.
    package var stylesheet = ByteSlice.empty
    /// `px_js_ref`.
    package var script = ByteSlice.empty
    package var blockScript = ByteSlice.empty
    package var alternativeBlockScript = ByteSlice.empty
    package var isMobile = false
    package var isFirstPartyEnabled = false

    package init() {}

    package func write(to page: inout ByteBuffer, values: Span<UInt8>) {
        writeHead(to: &page, values: values)
        writeCard(to: &page, values: values)
        writeScripts(to: &page, values: values)
        page.append("</body>\n</html>\n")
    }

    private func writeHead(to page: inout ByteBuffer, values: Span<UInt8>) {
        page.append(BlockPageMarkup.start)
        page.append(CaptchaPageMarkup.head)
        page.append(BlockPageMarkup.style)
        page.append(CaptchaPageMarkup.style)
        if !stylesheet.isEmpty {
            page.append("<link rel=\"stylesheet\" href=\"")
            page.appendHTMLAttribute(values.bytes(of: stylesheet))
            page.append("\">\n")
        }
        page.append("</head>\n<body>\n<main class=\"block-card\">\n")
    }

    private func writeCard(to page: inout ByteBuffer, values: Span<UInt8>) {
        let logo = values.bytes(of: customLogo)
        if Self.canBeShown(logo) {
            page.append("<img class=\"block-logo\" alt=\"\" src=\"")
            page.appendHTMLAttribute(logo)
            page.append("\">\n")
        } else {
            page.append(CaptchaPageMarkup.mark)
        }
        page.append(CaptchaPageMarkup.challenge)
        page.append(isMobile ? CaptchaPageMarkup.closing : CaptchaPageMarkup.reload)
        if !uuid.isEmpty {
            page.append("<p class=\"block-reference\">Reference <code>")
            page.appendHTMLAttribute(values.bytes(of: uuid))
            page.append("</code></p>\n")
        }
        page.append("</main>\n")
    }

    private func writeScripts(to page: inout ByteBuffer, values: Span<UInt8>) {
        func assign(_ name: StaticString, _ value: ByteSlice) {
            page.append(name)
            page.appendJavaScriptString(values.bytes(of: value))
            page.append(";\n")
        }
        page.append("<script>\n")
        assign("window._pxVid = ", vid)
        assign("window._pxUuid = ", uuid)
        assign("window._pxAppId = ", appID)
        assign("window._pxHostUrl = ", hostURL)
        assign("window._pxCustomLogo = ", customLogo)
        assign("window._pxJsClientSrc = ", sensorSource)
        page.append(isMobile ? "window._pxMobile = true;\n" : "window._pxMobile = false;\n")
        page.append(
            isFirstPartyEnabled ? "window._pxFirstPartyEnabled = true;\n" : "window._pxFirstPartyEnabled = false;\n")
        page.append("(function () {\n")
        assign("var first = ", blockScript)
        assign("var second = ", alternativeBlockScript)
        page.append(CaptchaPageMarkup.loader)
        page.append("</script>\n")
        if !script.isEmpty {
            page.append("<script src=\"")
            page.appendHTMLAttribute(values.bytes(of: script))
            page.append("\"></script>\n")
        }
    }

    /// Whether a logo is an address that an image may have. Others (`javascript:`, a word, markup) are still given to
    /// the challenge script, which has its own ideas, but get no element of ours.
    private static func canBeShown(_ logo: Span<UInt8>) -> Bool {
        func begins(_ scheme: StaticString) -> Bool {
            let length = scheme.utf8CodeUnitCount
            return logo.count > length && logo.extracting(0..<length).equalsIgnoringASCIICase(scheme)
        }
        return logo.hasPrefix("/") || begins("https://") || begins("http://")
    }
}
