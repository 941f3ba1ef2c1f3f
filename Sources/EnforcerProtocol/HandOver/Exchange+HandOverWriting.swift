// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Whether HumanActivities has something to do for this request: send what was deferred, report a login, or set the
    /// cookie that the Risk API sent, which the vendor's 4.1.0 would not [D19].
    private func wantsHandOver(_ configuration: borrowing CompiledConfiguration) -> Bool {
        configuration.defersActivities
            || credentials != nil && configuration.sendsAdditionalActivityAutomatically
            || context.isPXHDFromRisk && context.pxhd.isKnown
    }

    /// Writes what is known of the request for HumanActivities into a header (protocol.md §1.8), signed, so that it takes
    /// nobody else's word. Gives whether it was written.
    mutating func handOver(_ engine: inout Engine, _ decision: Decision) -> Bool {
        guard wantsHandOver(engine.configuration) else { return false }
        let start = output.startDocument()
        writeHandOver(engine, decision)
        let json = storeForHeader(ByteSlice(from: start, to: output.buffer.count))
        output.buffer.truncate(to: start)
        guard json.count <= Self.handOverLimit, let value = signed(json, &engine) else {
            trace.note(.handOver, "too_large", .deferredActivities)
            return false
        }
        add(WireName.handOverHeader, value)
        trace.note(.handOver, "written", engine.configuration.defersActivities ? .deferredActivities : nil)
        return true
    }

    /// JSON leaves one control bare that no header may have, and CloudFront would refuse the whole result for it.
    private mutating func storeForHeader(_ json: ByteSlice) -> ByteSlice {
        let start = text.count
        var rest = json
        while let index = output.buffer.bytes(of: rest).firstIndex(of: 0x7F) {
            text.append(ByteSlice(from: rest.start, to: rest.start + index), of: output.buffer)
            text.append("\\u007f")
            rest = ByteSlice(from: rest.start + index + 1, to: rest.end)
        }
        text.append(rest, of: output.buffer)
        return ByteSlice(from: start, to: text.count)
    }

    /// CloudFront takes 32 KiB of request headers in all (lambda-edge.md §2.3), and the hand-over holds those of the
    /// viewer once more. What would not fit is reported at once instead.
    static var handOverLimit: Int { 20 << 10 }

    /// The object with a last member `hmac`, over all bytes before its comma.
    private mutating func signed(_ json: ByteSlice, _ engine: inout Engine) -> ByteSlice? {
        let content = ByteSlice(from: json.start, to: json.end - 1)
        guard engine.secrets?.beginMAC(key: 0) == true, engine.secrets?.updateMAC(text.bytes(of: content)) == true,
            let digest = engine.finishedMAC()
        else { return nil }
        return text.slice {
            $0.append(copyOf: content)
            $0.append(",\"hmac\":\"")
            $0.append(hexEncoding: digest.span)
            $0.append("\"}")
        }
    }

    /// The object of protocol.md §1.8.
    mutating func writeHandOver(_ engine: borrowing Engine, _ decision: Decision) {
        let action: StaticString =
            switch decision.outcome {
            case .block: "block"
            case .simulatedBlock: "simulated_block"
            default: "pass_request"
            }
        output.beginObject()
        output.key("action")
        output.string(action)
        output.key("reasons")
        output.beginObject()
        output.key(decision.reason == .hypeSale ? "hsc" : "bd")
        output.string(decision.reason.name)
        output.endObject()
        output.key("isMobile")
        output.bool(mobile.isMobile)
        output.key("isRemoteConfigUpdateRequest")
        output.bool(false)
        writeProducts(action, decision)
        writeRequestData()
        output.key("requestId")
        output.string(context.requestID, of: text)
        writeRiskData()
        output.key("serverData")
        output.beginObject()
        output.key("nodeName")
        output.string(engine.nodeName.span)
        output.key("osName")
        output.string(engine.systemName.span)
        if !engine.region.isEmpty {
            output.key("region")
            output.string(engine.region.span)
        }
        output.endObject()
        output.key("shouldSendLogs")
        // What the vendor has here: no text at all where there is no token to ask with.
        if engine.configuration.loggerAuthToken.isEmpty {
            output.string("")
        } else {
            output.bool(sendsLog)
        }
        output.key("tlsData")
        output.beginObject()
        writeIfKnown("protocol", context.tlsProtocol)
        writeIfKnown("cipher", context.tlsCipher)
        output.endObject()
        writeTokenData()
        writeVisitor()
        // Ours: whose request it is, for HumanActivities to compare.
        output.key("peer")
        output.string(event.request.clientIP.raw, of: text)
        output.endObject()
    }

    // MARK: - Parts

    private mutating func writeProducts(_ action: StaticString, _ decision: Decision) {
        output.key("productData")
        output.beginObject()
        output.key("ad")
        output.beginObject()
        writeIfKnown("crossTabSession", context.crossTabSession)
        writeIfKnown("appUserId", identifiers.userID)
        if let fields = identifiers.additionalFields {
            output.key("additionalFields")
            output.raw(fields, of: text)
        }
        output.endObject()
        output.key("bd")
        output.beginObject()
        output.key("action")
        output.string(action)
        output.key("reason")
        output.string(decision.reason.name)
        output.key("isMonitoredRequest")
        output.bool(context.isMonitored)
        output.key("isSensitiveRequest")
        output.bool(context.isSensitive)
        output.endObject()
        if let credentials {
            output.key("ci")
            output.beginObject()
            output.key("ciVersion")
            output.string(credentials.version.name)
            writeIfKnown("rawUsername", credentials.rawUsername)
            writeIfKnown("hashedUsername", credentials.user)
            writeIfKnown("hashedPassword", credentials.pass)
            if let step = credentials.ssoStep {
                output.key("ssoStep")
                output.string(step.name)
            }
            output.key("endpointIndex")
            output.number(Int64(credentialsIndex))
            output.key("isCompromised")
            output.bool(risk.isAccountBreached)
            output.endObject()
        }
        if parameters.isForHypeSale {
            output.key("hsc")
            output.beginObject()
            writeApproval()
            output.endObject()
        }
        output.endObject()
    }

    private mutating func writeRequestData() {
        output.key("requestData")
        output.beginObject()
        output.key("url")
        output.string(context.url, of: text)
        output.key("rawUrl")
        output.string(context.rawURL, of: text)
        output.key("method")
        output.string(context.method, of: text)
        output.key("headers")
        output.beginObject()
        let headers = event.request.headers
        for field in headers.fields where !isHandOver(field) {
            output.lowercaseKey(field.name, of: text)
            output.beginArray()
            for index in 0..<headers.valueCount(of: field) {
                output.string(headers.value(index, of: field), of: text)
            }
            output.endArray()
        }
        output.endObject()
        output.key("cookies")
        output.beginObject()
        for index in 0..<cookies.count {
            output.key(cookies[index].name, of: text)
            output.string(cookies[index].value, of: text)
        }
        output.endObject()
        output.key("ip")
        output.string(context.clientIP, of: text)
        output.key("userAgent")
        output.string(context.userAgent, of: text)
        output.key("requestCookieNames")
        writeCookieNames()
        writeIfKnown("httpVersion", context.httpVersion)
        output.key("isUrlDifferentFromRawUrl")
        output.bool(context.urlDiffersFromRaw)
        output.endObject()
    }

    private func isHandOver(_ field: HeaderTable.Field) -> Bool {
        field.isNamed(WireName.handOverHeader, in: text.span)
    }

    private mutating func writeRiskData() {
        output.key("riskApiData")
        output.beginObject()
        output.key("riskApiCallResult")
        switch risk.outcome {
        case .notAsked: output.number(-1)
        case .answered: output.number(0)
        case .failed: output.number(1)
        case .timedOut: output.number(2)
        }
        writeRiskCall(reasonName: "s2sCallReason", startName: "riskStartTime")
        if let roundTrip = risk.roundTrip {
            output.key("riskRtt")
            output.number(roundTrip)
        }
        if let body = risk.body {
            output.key("riskResponse")
            writeRiskResponse(body)
        }
        if risk.outcome == .failed {
            output.key("errorReason")
            output.string(risk.errorReason.name)
            if let status = risk.errorStatus {
                output.key("errorHttpStatus")
                output.number(Int64(status))
            }
            writeIfKnown("errorMessage", risk.errorMessage)
        }
        output.endObject()
    }

    private mutating func writeTokenData() {
        output.key("tokenData")
        output.beginObject()
        output.key("tokenParseResult")
        output.number(token.outcome.parseResult)
        if token.outcome != .missing { writeToken("token", token) }
        if mobile.isMobile, mobile.errorCode != nil || mobile.originalToken != nil { writeMobileData() }
        output.endObject()
        output.key("tokenOrigin")
        output.string(mobile.isMobile ? "header" : "cookie")
    }

    private mutating func writeMobileData() {
        output.key("mobileData")
        output.beginObject()
        if let original = mobile.originalToken { writeToken("originalToken", original) }
        output.key("bypassReason")
        output.string(header("x-px-bypass-reason") ?? .empty, of: text)
        if let code = mobile.errorCode {
            output.key("mobileError")
            output.string(code, of: text)
            if let original = mobile.originalToken {
                output.key("originalTokenParseResult")
                output.number(original.outcome.parseResult)
                if original.outcome == .verified { writeIfKnown("decodedOriginalToken", original.payload) }
            }
        }
        output.endObject()
    }

    private mutating func writeVisitor() {
        if context.pxhd.isKnown {
            output.key("pxhd")
            output.beginObject()
            writeIfKnown("value", context.pxhd)
            writeIfKnown("domain", context.pxhdDomain)
            output.key("source")
            output.string(context.isPXHDFromRisk ? "risk" : "cookie")
            output.endObject()
        }
        if let json = enrichment.json {
            output.key("pxde")
            output.raw(json, of: text)
        }
        output.key("pxdeVerified")
        output.bool(enrichment.isVerified)
        if let score = context.score {
            output.key("score")
            output.scalar(score, in: text)
        }
        if !parameters.isEmpty {
            output.key("customParameters")
            output.beginObject()
            writeCustomParameters()
            output.endObject()
        }
        graphQL.write(to: &output, named: "graphqlData", in: text)
        writeIfKnown("vid", context.vid)
        if context.isVIDFromToken {
            output.key("vidSource")
            output.string("risk_cookie")
        }
        writeIfKnown("uuid", context.clientUUID)
        output.key("enforcerStartTime")
        output.number(context.startTime)
        output.key("blockAction")
        if context.action.isKnown {
            output.scalar(context.action, in: text)
        } else {
            output.string("c")
        }
    }
}
