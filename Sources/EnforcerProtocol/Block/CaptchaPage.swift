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
        writeParts(to: &page, values: values)
    }

    func writeParts<Sink: PageSink & ~Copyable>(to page: inout Sink, values: Span<UInt8>) {
        writeHead(to: &page, values: values)
        writeCard(to: &page, values: values)
        writeScripts(to: &page, values: values)
        page.fixed("</body>\n</html>\n")
    }

    private func writeHead<Sink: PageSink & ~Copyable>(to page: inout Sink, values: Span<UInt8>) {
        page.markup(.start)
        page.markup(.captchaHead)
        page.markup(.style)
        page.markup(.captchaStyle)
        if !stylesheet.isEmpty {
            page.fixed("<link rel=\"stylesheet\" href=\"")
            page.attribute(values.bytes(of: stylesheet))
            page.fixed("\">\n")
        }
        page.fixed("</head>\n<body>\n<main class=\"block-card\">\n")
    }

    private func writeCard<Sink: PageSink & ~Copyable>(to page: inout Sink, values: Span<UInt8>) {
        let logo = values.bytes(of: customLogo)
        if Self.canBeShown(logo) {
            page.fixed("<img class=\"block-logo\" alt=\"\" src=\"")
            page.attribute(logo)
            page.fixed("\">\n")
        } else {
            page.markup(.captchaMark)
        }
        page.markup(.challenge)
        page.markup(isMobile ? .closing : .reload)
        if !uuid.isEmpty {
            page.fixed("<p class=\"block-reference\">Reference <code>")
            page.attribute(values.bytes(of: uuid))
            page.fixed("</code></p>\n")
        }
        page.fixed("</main>\n")
    }

    private func writeScripts<Sink: PageSink & ~Copyable>(to page: inout Sink, values: Span<UInt8>) {
        page.fixed("<script>\nwindow._pxVid = ")
        page.script(values.bytes(of: vid))
        page.fixed(";\nwindow._pxUuid = ")
        page.script(values.bytes(of: uuid))
        page.fixed(";\nwindow._pxAppId = ")
        page.script(values.bytes(of: appID))
        page.fixed(";\nwindow._pxHostUrl = ")
        page.script(values.bytes(of: hostURL))
        page.fixed(";\nwindow._pxCustomLogo = ")
        page.script(values.bytes(of: customLogo))
        page.fixed(";\nwindow._pxJsClientSrc = ")
        page.script(values.bytes(of: sensorSource))
        page.fixed(isMobile ? ";\nwindow._pxMobile = true;\n" : ";\nwindow._pxMobile = false;\n")
        page.fixed(
            isFirstPartyEnabled ? "window._pxFirstPartyEnabled = true;\n" : "window._pxFirstPartyEnabled = false;\n")
        page.fixed("(function () {\nvar first = ")
        page.script(values.bytes(of: blockScript))
        page.fixed(";\nvar second = ")
        page.script(values.bytes(of: alternativeBlockScript))
        page.fixed(";\n")
        page.markup(.loader)
        page.fixed("</script>\n")
        if !script.isEmpty {
            page.fixed("<script src=\"")
            page.attribute(values.bytes(of: script))
            page.fixed("\"></script>\n")
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
