// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

/// Kinds of activity (protocol.md §6.2).
enum ActivityKind: UInt8, BitwiseCopyable {
    case pageRequested
    case block
    case additional

    var name: StaticString {
        switch self {
        case .pageRequested: "page_requested"
        case .block: "block"
        case .additional: "additional_s2s"
        }
    }
}

extension Exchange {
    /// Writes the activity that reports the decision (protocol.md §6) and makes it a call to deliver.
    mutating func sendActivity(_ engine: borrowing Engine, _ decision: Decision, now: Int64) {
        let url = writeURL(engine.configuration.collectorURL.span, WireName.activitiesPath)
        let kind = decision.outcome == .pass ? ActivityKind.pageRequested : .block
        let start = output.startDocument()
        writeActivity(kind, engine, decision, now: now)
        send(.activities, url, from: start, engine)
        trace.note(.activity, kind.name)
    }

    mutating func writeActivity(_ kind: ActivityKind, _ engine: borrowing Engine, _ decision: Decision, now: Int64) {
        output.beginObject()
        output.key("type")
        output.string(kind.name)
        output.key("px_app_id")
        output.string(engine.configuration.appID.span)
        output.key("url")
        output.string(context.url, of: text)
        if kind != .additional { writeHeaders(engine.configuration) }
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
        if let credentials {
            if risk.callReason != nil {
                output.key("credentials_compromised")
                output.bool(risk.isAccountBreached)
            }
            if kind == .additional, engine.configuration.sendsRawUsername, risk.isAccountBreached, loginOutcome != false
            {
                writeIfKnown("raw_username", credentials.rawUsername)
            }
        }
        writeOriginDetails(kind)
        switch kind {
        case .pageRequested: writePassDetails(decision)
        case .block: writeBlockDetails(decision)
        case .additional: break
        }
        output.endObject()
        output.endObject()
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
        if decision.reason == .hypeSale {
            output.string("hsc")
        } else if context.action.isKnown {
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
