// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Writes the response to a blocked request (protocol.md §7) and makes it the result.
    mutating func writeBlockResponse(_ engine: borrowing Engine) {
        let form = blockForm(engine.configuration)
        writeBody(form, engine.configuration)
        let start = output.startDocument()
        output.beginObject()
        output.key("status")
        output.string(form.status)
        output.key("statusDescription")
        output.string("")
        output.key("headers")
        output.beginObject()
        beginHeader("content-type", "Content-Type")
        output.string(form.contentType)
        endHeader()
        writeVisitorCookie(engine.configuration)
        writeCORSHeaders(engine.configuration)
        output.endObject()
        output.key("body")
        output.string(scratch)
        output.key("bodyEncoding")
        output.string("text")
        output.endObject()
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.response, form.name, form == .json ? .advancedBlockingResponse : nil)
    }

    /// The first form that fits, in the order of the specification.
    private func blockForm(_ configuration: borrowing CompiledConfiguration) -> BlockForm {
        if isAction("r") { return .rateLimitPage }
        if mobile.isMobile { return .mobileJSON }
        if configuration.isAdvancedBlockingResponseEnabled, acceptsJSON { return .json }
        return .captchaPage
    }

    private func isAction(_ letter: StaticString) -> Bool {
        context.action.isText && text.bytes(of: context.action.slice).equals(letter)
    }

    /// Whether an element of the `Accept` list is JSON and nothing else: no parameters, any case, blanks around it
    /// allowed [D7].
    private var acceptsJSON: Bool {
        guard let accept = header("accept") else { return false }
        let list = text.bytes(of: accept)
        var start = 0
        while start <= list.count {
            let end = list.firstIndex(of: 0x2C, from: start) ?? list.count
            if list.extracting(start..<end).trimmed().equalsIgnoringASCIICase("application/json") { return true }
            start = end + 1
        }
        return false
    }

    /// Writes the body into `scratch`.
    private mutating func writeBody(_ form: BlockForm, _ configuration: borrowing CompiledConfiguration) {
        scratch.removeAll()
        if form == .rateLimitPage { return RateLimitPage.write(to: &scratch) }
        writeBody(form, configuration, url: context.url)
        if scratch.count > Self.bodyLimit {
            // CloudFront would answer 502 to a larger response, so the challenge does without the URL, which stands in
            // the body twice.
            scratch.removeAll()
            writeBody(form, configuration, url: .empty)
            trace.note(.response, "url_left_out")
        }
    }

    /// A generated response may have 40 KB in all at viewer-request (lambda-edge.md §1.3), headers included.
    private static var bodyLimit: Int { 36 << 10 }

    private mutating func writeBody(
        _ form: BlockForm,
        _ configuration: borrowing CompiledConfiguration,
        url: ByteSlice
    ) {
        let page = captchaPage(configuration, url: url)
        switch form {
        case .rateLimitPage: break
        case .captchaPage: page.write(to: &scratch, values: text)
        case .json: writeJSON(page)
        case .mobileJSON: writeMobileJSON(page, configuration)
        }
    }

    // MARK: - JSON

    /// Exactly these members (protocol.md §7.4).
    private mutating func writeJSON(_ page: CaptchaPage) {
        var json = JSONWriter(limit: Self.jsonLimit)
        json.beginObject()
        json.member("appId", page.appID, of: text)
        json.member("jsClientSrc", page.sensorSource, of: text)
        json.member("customLogo", page.customLogo, of: text)
        json.key("firstPartyEnabled")
        json.bool(page.isFirstPartyEnabled)
        json.member("vid", page.vid, of: text)
        json.member("uuid", page.uuid, of: text)
        json.member("hostUrl", page.hostURL, of: text)
        json.member("blockScript", page.blockScript, of: text)
        json.member("altBlockScript", page.alternativeBlockScript, of: text)
        json.endObject()
        scratch.append(json.buffer.span)
    }

    /// What the SDK in an app reads (protocol.md §7.5).
    private mutating func writeMobileJSON(_ page: CaptchaPage, _ configuration: borrowing CompiledConfiguration) {
        var html = ByteBuffer(limit: Self.jsonLimit)
        page.write(to: &html, values: text)
        var json = JSONWriter(limit: Self.jsonLimit)
        json.beginObject()
        if !context.action.isKnown || isAction("c") {
            json.key("action")
            json.string("captcha")
        } else if isAction("j") {
            json.key("action")
            json.string("challenge")
        }
        json.member("uuid", page.uuid, of: text)
        json.member("vid", page.vid, of: text)
        json.member("appId", page.appID, of: text)
        json.key("page")
        json.base64(html)
        // Which of the two an SDK reads is not known, so both are there [D8].
        json.key("collectorHost")
        json.string(configuration.collectorURL.span)
        json.key("collectorUrl")
        json.string(configuration.collectorURL.span)
        json.endObject()
        scratch.append(json.buffer.span)
    }

    private static var jsonLimit: Int { 1 << 20 }

    // MARK: - Headers

    /// Opens a CloudFront header with one value, which is written next.
    mutating func beginHeader(_ name: StaticString, _ key: StaticString) {
        output.key(name)
        output.beginArray()
        output.beginObject()
        output.key("key")
        output.string(key)
        output.key("value")
    }

    mutating func endHeader() {
        output.endObject()
        output.endArray()
    }

    /// Lets the page that asked read the answer (protocol.md §11.1).
    private mutating func writeCORSHeaders(_ configuration: borrowing CompiledConfiguration) {
        guard configuration.isCORSSupported, let origin = header("origin"), !origin.isEmpty else { return }
        guard isHeaderSafe(origin) else {
            trace.note(.response, "cors_headers_refused", .corsSupport)
            return
        }
        beginHeader("access-control-allow-origin", "Access-Control-Allow-Origin")
        output.string(origin, of: text)
        endHeader()
        beginHeader("access-control-allow-credentials", "Access-Control-Allow-Credentials")
        output.string("true")
        endHeader()
        trace.note(.response, "cors_headers", .corsSupport)
    }

    /// Sets `_pxhd` if the Risk API sent one for this request (protocol.md §7.8).
    private mutating func writeVisitorCookie(_ configuration: borrowing CompiledConfiguration) {
        guard context.isPXHDFromRisk, !mobile.isMobile, context.pxhd.isKnown else { return }
        let domain = context.pxhdDomain
        guard isCookieSafe(context.pxhd.slice), isCookieSafe(domain.slice) else {
            // A value that could end the header or the cookie is not written at all [D3].
            trace.note(.visitorCookie, "refused")
            return
        }
        beginHeader("set-cookie", "Set-Cookie")
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
        for index in bytes.indices where bytes[index] == 0x3B {
            return false
        }
        return isHeaderSafe(slice)
    }

    /// Whether a value can stand in a header: for others CloudFront would refuse the whole answer (lambda-edge.md §2.5).
    private func isHeaderSafe(_ slice: ByteSlice) -> Bool {
        let bytes = text.bytes(of: slice)
        for index in bytes.indices where ASCII.isControl(bytes[index]) {
            return false
        }
        return true
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: StaticString, _ slice: ByteSlice, of buffer: borrowing ByteBuffer) {
        key(name)
        string(slice, of: buffer)
    }
}

extension CaptchaPage {
    fileprivate func write(to page: inout ByteBuffer, values: borrowing ByteBuffer) {
        write(to: &page, values: values.span)
    }
}
