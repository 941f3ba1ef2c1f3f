// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Writes the response to a blocked request (protocol.md §7) and makes it the result.
    mutating func writeBlockResponse(_ engine: borrowing Engine) {
        let isRateLimit = text.bytes(of: context.action.slice).equals("r") && context.action.isText
        scratch.removeAll()
        if isRateLimit {
            RateLimitPage.write(to: &scratch)
        } else {
            writeCaptchaPage(engine.configuration, url: context.url)
            if scratch.count > Self.pageLimit {
                // CloudFront would answer 502 to a larger response, so the challenge does without the URL, which stands
                // in the page twice.
                scratch.removeAll()
                writeCaptchaPage(engine.configuration, url: .empty)
                trace.note(.response, "url_left_out")
            }
        }
        let start = output.startDocument()
        output.beginObject()
        output.key("status")
        output.string(isRateLimit ? "429" : "403")
        output.key("statusDescription")
        output.string("")
        output.key("headers")
        output.beginObject()
        writeHeader("content-type", "Content-Type")
        output.string("text/html")
        endHeader()
        writeVisitorCookie(engine.configuration)
        output.endObject()
        output.key("body")
        output.string(scratch)
        output.key("bodyEncoding")
        output.string("text")
        output.endObject()
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.response, isRateLimit ? "rate_limit_page" : "captcha_page")
    }

    /// A generated response may have 40 KB in all at viewer-request (lambda-edge.md §1.3), headers included.
    private static var pageLimit: Int { 36 << 10 }

    /// Opens a CloudFront header with one value, which is written next.
    private mutating func writeHeader(_ name: StaticString, _ key: StaticString) {
        output.key(name)
        output.beginArray()
        output.beginObject()
        output.key("key")
        output.string(key)
        output.key("value")
    }

    private mutating func endHeader() {
        output.endObject()
        output.endArray()
    }

    // MARK: - Cookie

    /// Sets `_pxhd` if the Risk API sent one for this request (protocol.md §7.8).
    private mutating func writeVisitorCookie(_ configuration: borrowing CompiledConfiguration) {
        guard context.isPXHDFromRisk, context.pxhd.isKnown else { return }
        let domain = context.pxhdDomain
        guard isCookieSafe(context.pxhd.slice), isCookieSafe(domain.slice) else {
            // A value that could end the header or the cookie is not written at all [D3].
            trace.note(.visitorCookie, "refused")
            return
        }
        writeHeader("set-cookie", "Set-Cookie")
        parts.removeAll()
        parts.append("_pxhd=")
        parts.append(context.pxhd.slice, of: text)
        if configuration.isPXHDSecured { parts.append("; Secure") }
        if domain.isKnown {
            parts.append("; domain=")
            parts.append(domain.slice, of: text)
        }
        parts.append("; path=/; SameSite=Lax")
        output.string(parts)
        endHeader()
        trace.note(.visitorCookie, "set", configuration.isPXHDSecured ? .securedPXHD : nil)
    }

    private func isCookieSafe(_ slice: ByteSlice) -> Bool {
        let bytes = text.bytes(of: slice)
        for index in bytes.indices where ASCII.isControl(bytes[index]) || bytes[index] == 0x3B {
            return false
        }
        return true
    }

    // MARK: - Captcha page

    /// Writes the page into `scratch`. Its values (protocol.md §7.3) are put together behind what is known.
    private mutating func writeCaptchaPage(_ configuration: borrowing CompiledConfiguration, url: ByteSlice) {
        var page = CaptchaPage()
        page.appID = text.store(configuration.appID.span)
        page.vid = context.vid.slice
        page.uuid = context.clientUUID.slice
        page.customLogo = text.store(configuration.customLogo.span)
        page.stylesheet = text.store(configuration.stylesheet.span)
        page.script = text.store(configuration.script.span)
        page.isFirstPartyEnabled = configuration.isFirstPartyEnabled
        let paths = FirstPartyPaths(configuration)
        if configuration.isFirstPartyEnabled {
            page.sensorSource = text.slice { paths.appendSensor(to: &$0) }
            page.hostURL = text.slice { paths.appendXHR(to: &$0) }
        } else {
            page.sensorSource = text.slice {
                $0.append(configuration.clientURL.span)
                $0.append(0x2F)
                $0.append(configuration.appID.span)
                $0.append("/main.min.js")
            }
            page.hostURL = text.store(configuration.collectorURL.span)
        }
        let parameters = captchaParameters(url: url)
        page.blockScript = text.slice {
            if configuration.isFirstPartyEnabled {
                paths.appendCaptcha(to: &$0)
            } else {
                $0.append(configuration.captchaURL.span)
                $0.append(0x2F)
                $0.append(configuration.appID.span)
                $0.append("/captcha.js")
            }
            $0.append(copyOf: parameters)
        }
        page.alternativeBlockScript = text.slice {
            $0.append(CompiledConfiguration.alternativeCaptchaURL)
            $0.append(0x2F)
            $0.append(configuration.appID.span)
            $0.append("/captcha.js")
            $0.append(copyOf: parameters)
        }
        page.write(to: &scratch, values: text)
    }

    private mutating func captchaParameters(url: ByteSlice) -> ByteSlice {
        var parameters = CaptchaParameters()
        parameters.action = context.action.isKnown ? context.action.slice : text.slice { $0.append("c") }
        parameters.uuid = context.clientUUID.slice
        parameters.vid = context.vid.slice
        parameters.url = url
        parameters.method = context.method
        parts.removeAll()
        parameters.write(to: &parts, values: text)
        return text.store(parts)
    }
}

extension CaptchaPage {
    fileprivate func write(to page: inout ByteBuffer, values: borrowing ByteBuffer) {
        write(to: &page, values: values.span)
    }
}

extension CaptchaParameters {
    fileprivate func write(to url: inout ByteBuffer, values: borrowing ByteBuffer) {
        write(to: &url, values: values.span)
    }
}
