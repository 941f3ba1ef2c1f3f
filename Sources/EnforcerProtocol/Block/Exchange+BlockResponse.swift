// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Writes the response to a blocked request (protocol.md §7) and makes it the result.
    mutating func writeBlockResponse(_ engine: borrowing Engine, _ decision: Decision) {
        let form = blockForm(engine.configuration, decision)
        responseHeaders.removeAll(keepingCapacity: true)
        addResponseHeader("Content-Type", form.contentType)
        if decision.reason == .hypeSale {
            addResponseHeader("x-px-is-hypesale", "true")
            addResponseHeader("cache-control", "no-cache, no-store")
        }
        addVisitorCookie(engine.configuration)
        // Before the body, which may use the memory that the hook's answer was parsed into.
        addCORSHeaders(engine.configuration)
        writeBody(form, engine.configuration)
        let start = output.startDocument()
        parts.removeAll()
        parts.append(form.status)
        writeResponse(status: text.store(parts))
        result = .response(ByteSlice(from: start, to: output.buffer.count))
        trace.note(.response, form.name, form == .json ? .advancedBlockingResponse : nil)
    }

    /// The first form that fits, in the order of the specification.
    private func blockForm(_ configuration: borrowing CompiledConfiguration, _ decision: Decision) -> BlockForm {
        if decision.reason == .hypeSale { return mobile.isMobile ? .hypeSaleMobileJSON : .hypeSaleJSON }
        if isAction("r") { return .rateLimitPage }
        if mobile.isMobile { return .mobileJSON }
        if configuration.isAdvancedBlockingResponseEnabled, acceptsJSON { return .json }
        return .captchaPage
    }

    func isAction(_ letter: StaticString) -> Bool {
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
        switch form {
        case .rateLimitPage: break
        case .captchaPage: captchaPage(configuration, url: url).write(to: &scratch, values: text)
        case .json: writeJSON(captchaPage(configuration, url: url))
        case .mobileJSON:
            var html = ByteBuffer(limit: Self.jsonLimit)
            captchaPage(configuration, url: url).write(to: &html, values: text)
            let isCaptcha = !context.action.isKnown || isAction("c")
            writeMobileJSON(html, action: isCaptcha ? "captcha" : isAction("j") ? "challenge" : nil, configuration)
        case .hypeSaleJSON, .hypeSaleMobileJSON:
            var html = ByteBuffer(limit: Self.jsonLimit)
            hypeSalePage(configuration).write(to: &html, values: text.span)
            if form == .hypeSaleJSON {
                writeHypeSaleJSON(html, configuration)
            } else {
                writeMobileJSON(html, action: "captcha", configuration)
            }
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

    /// What a script on the site reads to show the challenge (protocol.md §11.12).
    private mutating func writeHypeSaleJSON(
        _ html: borrowing ByteBuffer, _ configuration: borrowing CompiledConfiguration
    ) {
        var json = JSONWriter(limit: Self.jsonLimit)
        json.beginObject()
        json.key("appId")
        json.string(configuration.appID.span)
        json.key("blockType")
        json.string("pxHypeSaleChallenge")
        json.key("html")
        json.string(html.span)
        json.endObject()
        scratch.append(json.buffer.span)
    }

    /// What the SDK in an app reads (protocol.md §7.5).
    private mutating func writeMobileJSON(
        _ html: borrowing ByteBuffer,
        action: StaticString?,
        _ configuration: borrowing CompiledConfiguration
    ) {
        var json = JSONWriter(limit: Self.jsonLimit)
        json.beginObject()
        if let action {
            json.key("action")
            json.string(action)
        }
        json.key("uuid")
        json.string(context.clientUUID.slice, of: text)
        json.key("vid")
        json.string(context.vid.isKnown ? context.vid.slice : context.visitorID, of: text)
        json.key("appId")
        json.string(configuration.appID.span)
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

    /// Sets `_pxhd` on a block if the Risk API sent one for this request (protocol.md §7.8).
    private mutating func addVisitorCookie(_ configuration: borrowing CompiledConfiguration) {
        guard !mobile.isMobile, let cookie = visitorCookie(configuration) else { return }
        addResponseHeader("Set-Cookie", cookie)
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
