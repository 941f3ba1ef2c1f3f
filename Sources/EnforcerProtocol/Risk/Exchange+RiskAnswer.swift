// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Reads how the call ended (protocol.md §5.4, §5.6).
    mutating func readRiskAnswer(_ outcome: CallOutcome, body: Span<UInt8>, now: Int64) {
        switch outcome {
        case .timedOut:
            risk.outcome = .timedOut
        case .failed:
            fail(.unknownError, status: nil)
            risk.errorMessage = text.slice { $0.append(body, utf16Limit: Self.errorMessageLimit) }
        case .answered(let status):
            risk.roundTrip = max(now &- risk.startTime, 0)
            if status == 200 {
                readRiskBody(body)
            } else {
                let reason: RiskExchange.ErrorReason =
                    switch status {
                    case 400..<500: .badRequest
                    case 500..<600: .serverError
                    default: .unknownError
                    }
                fail(reason, status: status)
                quote(body)
            }
        }
        trace.note(.riskAnswer, risk.outcome.name)
    }

    /// What of an answer goes into an error message, in UTF-16 units. The vendor's has no limit; an answer may have
    /// megabytes, which nobody reads.
    private static var errorMessageLimit: Int { 4096 }

    private mutating func fail(_ reason: RiskExchange.ErrorReason, status: Int?) {
        risk.outcome = .failed
        risk.errorReason = reason
        risk.errorStatus = status
    }

    private mutating func quote(_ body: Span<UInt8>) {
        risk.errorMessage = text.slice {
            $0.append("response body: ")
            $0.append(body, utf16Limit: Self.errorMessageLimit)
        }
    }

    private mutating func readRiskBody(_ body: Span<UInt8>) {
        let base = text.store(body)
        let isObject = document.reads(base, of: text) && document.kind(of: 0) == .object
        guard isObject, !text.hasOverflowed else {
            fail(.invalidResponse, status: 200)
            return quote(body)
        }
        takeValues(base)
        let status = number("status", base)
        if status == 0, let score = number("score", base) {
            risk.outcome = .answered
            risk.score = score
            return
        }
        fail(status == -1 ? .requestFailedOnServer : .invalidResponse, status: 200)
        if let message = known("message", base), message.isText {
            risk.errorMessage = message.slice
        } else {
            quote(body)
        }
    }

    /// Takes over what the answer brought, be it valid or not (protocol.md §4).
    private mutating func takeValues(_ base: ByteSlice) {
        if let uuid = known("uuid", base) { context.clientUUID = uuid }
        if let action = known("action", base) { context.action = action }
        if let score = known("score", base) { context.score = score }
        if let pxhd = known("pxhd", base) {
            context.pxhd = pxhd
            context.isPXHDFromRisk = true
            context.pxhdDomain = known("pxhdDomain", base) ?? .none
        }
        risk.isAccountBreached = hasBreachedAccount(base)
        let response = response(base)
        risk.response = response.isEmpty ? nil : response
        if let node = document.value("data_enrichment", of: 0, in: text.bytes(of: base)) {
            enrichment = DataEnrichment(json: rewrite(node: node, base: base), isVerified: true)
        }
        risk.resultCode = number("drc", base)
        risk.additionalInformation = known("additional_risk_info", base) ?? .none
    }

    private mutating func response(_ base: ByteSlice) -> ByteSlice {
        let json = responseWriter(base)
        return json.buffer.hasOverflowed ? .empty : text.store(json.buffer)
    }

    /// The members under the names of the hand-over (protocol.md §1.8).
    private func responseWriter(_ base: ByteSlice) -> JSONWriter {
        let names: InlineArray<10, (StaticString, StaticString)> = [
            ("status", "status"), ("message", "message"), ("action", "action"), ("pxhd", "pxhd"),
            ("pxhdDomain", "pxhdDomain"), ("data_enrichment", "dataEnrichment"), ("score", "score"), ("uuid", "uuid"),
            ("additional_risk_info", "additionalRiskInfo"), ("drc", "drc"),
        ]
        var json = JSONWriter(limit: 1 << 16)
        json.beginObject()
        let bytes = text.bytes(of: base)
        for index in names.indices {
            guard let node = document.value(names[index].0, of: 0, in: bytes) else { continue }
            json.key(names[index].1)
            json.value(document, node: node, in: bytes)
        }
        json.endObject()
        return json
    }

    private func hasBreachedAccount(_ base: ByteSlice) -> Bool {
        let bytes = text.bytes(of: base)
        return document.value("data_enrichment", of: 0, in: bytes)
            .flatMap { document.member("breached_account", of: $0, in: bytes) }
            .map { document.isTruthy($0, in: bytes) } ?? false
    }

    private func number(_ name: StaticString, _ base: ByteSlice) -> Double? {
        let bytes = text.bytes(of: base)
        return document.member(name, of: 0, in: bytes).flatMap { document.number(of: $0, in: bytes) }
    }

    /// The member `name` of the answer if it is there and says something.
    private mutating func known(_ name: StaticString, _ base: ByteSlice) -> JSONScalar? {
        guard let node = document.value(name, of: 0, in: text.bytes(of: base)) else { return nil }
        let value = scalar(node: node, base: base)
        return value.isKnown ? value : nil
    }

    /// Decides by the answer alone: whatever a token said before no longer counts (protocol.md §1.7, §5.5).
    mutating func judgeRiskAnswer(_ engine: borrowing Engine) -> Decision {
        switch risk.outcome {
        case .timedOut: return Decision(.pass, .s2sTimeout)
        case .failed, .notAsked: return Decision(.pass, .s2sError)
        case .answered: break
        }
        guard let score = risk.score, score >= engine.configuration.blockingScore else {
            return Decision(.pass, .s2s, score: risk.score)
        }
        return block(.s2sHighScore, score: score)
    }
}
