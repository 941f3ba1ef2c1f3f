// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Writes the activity that reports the decision (protocol.md §6) and makes it a call to deliver.
    mutating func writeActivity(_ engine: borrowing Engine, _ decision: Decision, now: Int64) {
        let url = writeURL(engine.configuration.collectorURL.span, WireName.activitiesPath)
        let isBlock = decision.outcome != .pass
        let start = output.startDocument()
        output.beginObject()
        output.key("type")
        output.string(isBlock ? "block" : "page_requested")
        output.key("px_app_id")
        output.string(engine.configuration.appID.span)
        output.key("url")
        output.string(context.url, of: text)
        writeHeaders(engine.configuration)
        writeIfKnown("pxhd", context.pxhd)
        output.key("socket_ip")
        output.string(context.clientIP, of: text)
        output.key("timestamp")
        output.number(now)
        writeIfKnown("vid", context.vid)
        output.key("details")
        output.beginObject()
        writeCommonDetails(engine)
        writeIfKnown("client_uuid", context.clientUUID)
        if let roundTrip = risk.roundTrip {
            output.key("risk_rtt")
            output.number(roundTrip)
        }
        writeRiskCall()
        writeIfKnown("additional_risk_info", risk.additionalInformation)
        if isBlock {
            writeBlockDetails(decision)
        } else {
            writePassDetails(decision)
        }
        output.endObject()
        output.endObject()
        calls.append(
            OutgoingCall(
                kind: .activities,
                url: url,
                body: ByteSlice(from: start, to: output.buffer.count),
                timeoutMilliseconds: engine.configuration.riskTimeoutMilliseconds
            )
        )
        trace.note(.activity, isBlock ? "block" : "page_requested")
    }

    private mutating func writePassDetails(_ decision: Decision) {
        output.key("pass_reason")
        output.string(decision.reason.name)
        guard risk.outcome == .failed else { return }
        output.key("s2s_error_reason")
        output.string(risk.errorReason.name)
        if let status = risk.errorStatus {
            output.key("s2s_error_http_status")
            output.number(Int64(status))
        }
        writeIfKnown("error_message", risk.errorMessage)
    }

    private mutating func writeBlockDetails(_ decision: Decision) {
        output.key("block_reason")
        output.string(decision.reason.name)
        output.key("simulated_block")
        output.bool(decision.outcome == .simulatedBlock)
        output.key("block_action")
        if context.action.isKnown {
            output.scalar(context.action, in: text)
        } else {
            output.string("c")
        }
        if let score = context.score {
            output.key("block_score")
            output.scalar(score, in: text)
        }
    }
}
