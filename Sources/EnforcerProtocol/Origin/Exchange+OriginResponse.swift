// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

// HumanActivities: what is left to do when the origin has answered (protocol.md §1.8).

/// What became of a login; nil if that is not known.
typealias LoginOutcome = Bool

extension Exchange {
    /// Whether the customer's function has to say what became of a login; else finds it out.
    mutating func readLoginOutcome(_ configuration: borrowing CompiledConfiguration) -> Bool {
        guard credentials != nil, credentialsIndex < configuration.credentialsEntries.count else { return false }
        if configuration.credentialsEntries[credentialsIndex].reporting.method == .custom { return true }
        loginOutcome = outcome(configuration.credentialsEntries[credentialsIndex].reporting)
        noteLogin()
        return false
    }

    /// Anything but a boolean leaves it unknown.
    mutating func takeLoginOutcome() {
        loginOutcome = answeredBool()
        noteLogin()
    }

    private mutating func noteLogin() {
        let outcome: StaticString =
            switch loginOutcome {
            case true: "successful"
            case false: "failed"
            case nil: "unknown"
            }
        trace.note(.login, outcome, .loginReportingMethod)
    }

    private func outcome(_ reporting: borrowing LoginReporting) -> LoginOutcome {
        switch reporting.method {
        case .status:
            let status = JSONNumber.leadingInteger(of: text.bytes(of: event.response.status.raw)) ?? 0
            for known in reporting.statuses where known == Double(status) {
                return true
            }
            return false
        case .header:
            guard !reporting.headerName.isEmpty,
                let value = event.response.headers.first(reporting.headerName.span, in: text.span)
            else { return false }
            return reporting.headerValue.isEmpty || text.bytes(of: value).equals(reporting.headerValue.span)
        case .body, .custom: return false
        }
    }

    // MARK: - Reports

    /// Sends what was left to this function: what HumanEnforcer deferred, and what became of a login. A simulated block is
    /// reported once, by whichever function has to [D18].
    mutating func sendOriginActivities(_ engine: borrowing Engine, now: Int64) {
        let isDeferred = engine.configuration.defersActivities
        let isLogin =
            verdict.outcome == .pass && credentials != nil
            && engine.configuration.sendsAdditionalActivityAutomatically
        guard isDeferred || isLogin else {
            trace.note(.activity, "nothing_deferred", .deferredActivities)
            return
        }
        let url = writeURL(engine.configuration.collectorURL.span, WireName.activitiesPath)
        let start = output.startDocument()
        if isDeferred, isLogin { output.beginArray() }
        if isDeferred {
            let kind = verdict.outcome == .pass ? ActivityKind.pageRequested : .block
            writeActivity(kind, engine, verdict, now: now)
            trace.note(.activity, kind.name, .deferredActivities)
        }
        if isLogin {
            writeActivity(.additional, engine, verdict, now: now)
            trace.note(.activity, ActivityKind.additional.name, .automaticAdditionalActivity)
        }
        if isDeferred, isLogin { output.endArray() }
        guard !output.buffer.hasOverflowed, !text.hasOverflowed else { return }
        send(.activities, url, from: start, engine)
    }

    /// `http_status_code`, and for a login what became of it (protocol.md §6.3).
    mutating func writeOriginDetails(_ kind: ActivityKind) {
        guard restored.isPresent else { return }
        if let status = JSONNumber.leadingInteger(of: text.bytes(of: event.response.status.raw)) {
            output.key("http_status_code")
            output.number(status)
        }
        guard kind == .additional else { return }
        output.key("login_successful")
        if let loginOutcome {
            output.bool(loginOutcome)
        } else {
            output.null()
        }
    }

    // MARK: - Response

    /// Lets the response go on: as it came, or with one more cookie. No other header is touched, as CloudFront has many
    /// that a function must leave as they are (lambda-edge.md §2.5).
    mutating func passResponse(_ configuration: borrowing CompiledConfiguration) {
        guard !event.response.range.isEmpty, !text.hasOverflowed else { return }
        let response = event.response
        result = .event(response.range)
        guard restored.isPresent, let cookie = visitorCookie(configuration) else { return }
        let start = output.startDocument()
        let headersRange = response.headersRange
        guard !headersRange.isEmpty, !text.hasOverflowed else { return }
        responseCookie = cookie
        guard !isFrame else { return result = .changes }
        output.buffer.append(ByteSlice(from: response.range.start, to: headersRange.start), of: text)
        output.beginObject()
        for field in response.headers.fields where !isSetCookie(field) {
            output.raw(field.raw, of: text)
        }
        output.key("set-cookie")
        output.beginArray()
        for field in response.headers.fields where isSetCookie(field) {
            for index in 0..<response.headers.valueCount(of: field) {
                writeCookieHeader(response.headers.value(index, of: field))
            }
        }
        writeCookieHeader(cookie)
        output.endArray()
        output.endObject()
        output.buffer.append(ByteSlice(from: headersRange.end, to: response.range.end), of: text)
        guard !output.buffer.hasOverflowed, !text.hasOverflowed else { return }
        result = .response(ByteSlice(from: start, to: output.buffer.count))
    }

    private func isSetCookie(_ field: HeaderTable.Field) -> Bool {
        field.isNamed("set-cookie", in: text.span)
    }

    private mutating func writeCookieHeader(_ value: ByteSlice) {
        output.beginObject()
        output.key("key")
        output.string("Set-Cookie")
        output.key("value")
        output.string(value, of: text)
        output.endObject()
    }
}
