// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// Takes the members of the hand-over (protocol.md §1.8) back to where they came from. The text is verified and lies in
// `document`; still, a member that is missing or of another type only leaves its default.

extension Exchange {
    mutating func restore(_ base: ByteSlice) {
        restored.isPresent = true
        restoreDecision(base)
        restoreRequest(base)
        restoreRisk(base)
        restoreToken(base)
        restoreProducts(base)
        restoreVisitor(base)
        if let node = member("customParameters", base) { read(parameters: base, node: node) }
        if let node = member("graphqlData", base) { restored.graphQL = rewrite(node: node, base: base) }
        if let node = member("serverData", base) { restored.region = string("region", of: node, base) }
        sendsLog = member("shouldSendLogs", base).map { document.kind(of: $0) == .true } ?? false
    }

    // MARK: - Members

    private func member(_ name: StaticString, of node: Int = 0, _ base: ByteSlice) -> Int? {
        document.member(name, of: node, in: text.bytes(of: base))
    }

    private mutating func string(_ name: StaticString, of node: Int, _ base: ByteSlice) -> ByteSlice {
        guard let found = member(name, of: node, base), document.kind(of: found) == .string else { return .empty }
        return scalar(node: found, base: base).slice
    }

    private mutating func value(_ name: StaticString, of node: Int, _ base: ByteSlice) -> JSONScalar {
        guard let found = member(name, of: node, base), document.kind(of: found) != .null else { return .none }
        return scalar(node: found, base: base)
    }

    private func isTrue(_ name: StaticString, of node: Int, _ base: ByteSlice) -> Bool {
        member(name, of: node, base).map { document.kind(of: $0) == .true } ?? false
    }

    private func integer(_ name: StaticString, of node: Int, _ base: ByteSlice) -> Int64? {
        guard let found = member(name, of: node, base),
            let number = document.number(of: found, in: text.bytes(of: base)), number.magnitude < 1e15
        else { return nil }
        return Int64(number)
    }

    private func isText(_ node: Int, _ base: ByteSlice, _ literal: StaticString) -> Bool {
        document.kind(of: node) == .string && document.text(of: node).equals(literal, in: text.bytes(of: base))
    }

    // MARK: - Parts

    private mutating func restoreDecision(_ base: ByteSlice) {
        let isSimulated = member("action", base).map { isText($0, base, "simulated_block") } ?? false
        verdict = Decision(isSimulated ? .simulatedBlock : .pass, .cookie)
        if let reasons = member("reasons", base), let reason = member("bd", of: reasons, base) {
            let known = Decision.Reason.ofTheWire
            for index in known.indices where isText(reason, base, known[index].name) {
                verdict.reason = known[index]
            }
        }
    }

    private mutating func restoreRequest(_ base: ByteSlice) {
        context.requestID = string("requestId", of: 0, base)
        context.startTime = integer("enforcerStartTime", of: 0, base) ?? 0
        mobile.isMobile = isTrue("isMobile", of: 0, base)
        if let tls = member("tlsData", base) {
            context.tlsProtocol = string("protocol", of: tls, base)
            context.tlsCipher = string("cipher", of: tls, base)
        }
        guard let request = member("requestData", base) else { return }
        context.url = string("url", of: request, base)
        context.rawURL = string("rawUrl", of: request, base)
        context.pathAndQuery = pathAndQuery(of: context.url)
        context.urlDiffersFromRaw = isTrue("isUrlDifferentFromRawUrl", of: request, base)
        context.method = string("method", of: request, base)
        context.clientIP = string("ip", of: request, base)
        context.userAgent = string("userAgent", of: request, base)
        context.httpVersion = string("httpVersion", of: request, base)
        restoreHeaders(of: request, base)
        restoreCookieNames(of: request, base)
    }

    private func pathAndQuery(of url: ByteSlice) -> ByteSlice {
        let bytes = text.bytes(of: url)
        guard let colon = bytes.firstIndex(of: 0x3A), let slash = bytes.firstIndex(of: 0x2F, from: colon + 3) else {
            return .empty
        }
        return ByteSlice(from: url.start + slash, to: url.end)
    }

    private mutating func restoreHeaders(of request: Int, _ base: ByteSlice) {
        guard let headers = member("headers", of: request, base), document.kind(of: headers) == .object else { return }
        var key = headers + 1
        while key + 1 < document.end(of: headers) {
            let name = text.unescape(document.text(of: key), base: base.start)
            var values: [ByteSlice] = []
            var element = key + 2
            while element < document.end(of: key + 1) {
                values.append(scalar(node: element, base: base).slice)
                element = document.end(of: element)
            }
            restored.headers.append(name: name, values: values)
            key = document.end(of: key + 1)
        }
    }

    /// Only the names are reported. They come from a cookie header, so they can be read from one again.
    private mutating func restoreCookieNames(of request: Int, _ base: ByteSlice) {
        guard let names = member("requestCookieNames", of: request, base) else { return }
        scratch.removeAll()
        var element = names + 1
        while element < document.end(of: names) {
            scratch.append(scalar(node: element, base: base).slice, of: text)
            scratch.append("=1;")
            element = document.end(of: element)
        }
        cookies.parse(header: text.store(scratch), of: text)
    }

    private mutating func restoreRisk(_ base: ByteSlice) {
        guard let data = member("riskApiData", base) else { return }
        switch integer("riskApiCallResult", of: data, base) {
        case 0: risk.outcome = .answered
        case 1: risk.outcome = .failed
        case 2: risk.outcome = .timedOut
        default: risk.outcome = .notAsked
        }
        restoreCallReason(of: data, base)
        risk.startTime = integer("riskStartTime", of: data, base) ?? 0
        risk.roundTrip = integer("riskRtt", of: data, base)
        if let reason = member("errorReason", of: data, base) {
            for known in RiskExchange.ErrorReason.allCases where isText(reason, base, known.name) {
                risk.errorReason = known
            }
        }
        risk.errorStatus = integer("errorHttpStatus", of: data, base).map { Int($0) }
        risk.errorMessage = string("errorMessage", of: data, base)
        if let response = member("riskResponse", of: data, base) {
            risk.additionalInformation = value("additionalRiskInfo", of: response, base)
        }
    }

    private mutating func restoreCallReason(of data: Int, _ base: ByteSlice) {
        guard let reason = member("s2sCallReason", of: data, base) else { return }
        for known in CallReason.allCases where isText(reason, base, known.name) {
            risk.callReason = known
        }
        // The app's code stands behind its name.
        let name = scalar(node: reason, base: base).slice
        if text.bytes(of: name).hasPrefix(CallReason.mobileError.name) { risk.callReason = .mobileError }
    }

    private mutating func restoreToken(_ base: ByteSlice) {
        guard let data = member("tokenData", base) else { return }
        token = readToken("token", of: data, parseResult: "tokenParseResult", base)
        guard let mobileData = member("mobileData", of: data, base) else { return }
        let code = string("mobileError", of: mobileData, base)
        if !code.isEmpty { mobile.errorCode = code }
        guard member("originalToken", of: mobileData, base) != nil else { return }
        mobile.originalToken =
            readToken("originalToken", of: mobileData, parseResult: "originalTokenParseResult", base)
    }

    private mutating func readToken(
        _ name: StaticString,
        of data: Int,
        parseResult: StaticString,
        _ base: ByteSlice
    ) -> RiskToken {
        var token = RiskToken()
        token.outcome = RiskToken.Outcome(parseResult: integer(parseResult, of: data, base))
        guard let node = member(name, of: data, base) else { return token }
        token.text = string("tokenString", of: node, base)
        token.signature = string("hmac", of: node, base)
        token.payload = string("payloadString", of: node, base)
        token.action = value("action", of: node, base)
        token.scoreValue = value("score", of: node, base)
        token.expiryValue = value("timestamp", of: node, base)
        token.uuid = value("uuid", of: node, base)
        token.vid = value("vid", of: node, base)
        token.approval = value("cpa", of: node, base)
        return token
    }

    private mutating func restoreProducts(_ base: ByteSlice) {
        guard let products = member("productData", base) else { return }
        if let account = member("ad", of: products, base) {
            context.crossTabSession = string("crossTabSession", of: account, base)
            identifiers.userID = value("appUserId", of: account, base)
            if let fields = member("additionalFields", of: account, base) {
                identifiers.additionalFields = rewrite(node: fields, base: base)
            }
        }
        if let bot = member("bd", of: products, base) {
            context.isMonitored = isTrue("isMonitoredRequest", of: bot, base)
            context.isSensitive = isTrue("isSensitiveRequest", of: bot, base)
        }
        if let sale = member("hsc", of: products, base), let approval = member("cpa", of: sale, base) {
            restored.approval = rewrite(node: approval, base: base)
        }
        if let login = member("ci", of: products, base) { restoreCredentials(login, base) }
    }

    private mutating func restoreCredentials(_ login: Int, _ base: ByteSlice) {
        let isVersion2 = member("ciVersion", of: login, base).map { isText($0, base, "v2") } ?? false
        let step = member("ssoStep", of: login, base)
        let isUserStep = step.map { isText($0, base, "user") } ?? false
        let user = value("hashedUsername", of: login, base)
        let pass = string("hashedPassword", of: login, base)
        let rawUsername = value("rawUsername", of: login, base)
        credentials = ExtractedCredentials(
            version: isVersion2 ? .v2 : .multistepSSO,
            user: user,
            pass: pass,
            ssoStep: step == nil ? nil : isUserStep ? .user : .pass,
            rawUsername: rawUsername
        )
        credentialsIndex = Int(max(integer("endpointIndex", of: login, base) ?? 0, 0))
        risk.isAccountBreached = isTrue("isCompromised", of: login, base)
    }

    private mutating func restoreVisitor(_ base: ByteSlice) {
        context.vid = value("vid", of: 0, base)
        context.isVIDFromToken = member("vidSource", base).map { isText($0, base, "risk_cookie") } ?? false
        context.clientUUID = value("uuid", of: 0, base)
        context.action = value("blockAction", of: 0, base)
        let score = value("score", of: 0, base)
        if score.isKnown { context.score = score }
        guard let pxhd = member("pxhd", base) else { return }
        context.pxhd = value("value", of: pxhd, base)
        context.pxhdDomain = value("domain", of: pxhd, base)
        context.isPXHDFromRisk = member("source", of: pxhd, base).map { isText($0, base, "risk") } ?? false
    }
}

extension RiskToken.Outcome {
    /// `tokenParseResult` (protocol.md §1.8).
    var parseResult: Int64 {
        switch self {
        case .missing: -1
        case .verified: 0
        case .undecodable: 1
        case .notValid: 2
        }
    }

    init(parseResult: Int64?) {
        switch parseResult {
        case 0: self = .verified
        case 1: self = .undecodable
        case 2: self = .notValid
        default: self = .missing
        }
    }
}
