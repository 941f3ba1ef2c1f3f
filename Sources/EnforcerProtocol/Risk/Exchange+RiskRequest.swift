// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Writes the Risk API request (protocol.md §5.2) and makes it the call to send.
    mutating func sendRiskRequest(_ engine: borrowing Engine) {
        let url = writeURL(engine.configuration.backendURL.span, WireName.riskPath)
        let start = output.startDocument()
        output.beginObject()
        writeIfKnown("vid", context.vid)
        writeIfKnown("client_uuid", context.clientUUID)
        writeIfKnown("pxhd", context.pxhd)
        output.key("request")
        output.beginObject()
        output.key("socket_ip")
        output.string(context.clientIP, of: text)
        writeHeaders(engine.configuration)
        output.key("url")
        output.string(context.url, of: text)
        output.endObject()
        output.key("additional")
        output.beginObject()
        writeCommonDetails(engine)
        writeRiskCall()
        output.endObject()
        output.endObject()
        calls.append(
            OutgoingCall(
                kind: .risk,
                url: url,
                body: ByteSlice(from: start, to: output.buffer.count),
                timeoutMilliseconds: engine.configuration.riskTimeoutMilliseconds
            )
        )
        trace.note(.riskRequest, risk.callReason?.name ?? "", .riskTimeout)
    }

    /// Why and when the Risk API was asked.
    mutating func writeRiskCall() {
        guard let reason = risk.callReason else { return }
        output.key("s2s_call_reason")
        output.string(reason.name)
        output.key("risk_start_time")
        output.number(risk.startTime)
    }

    /// Writes a URL into the output and gives where it stands.
    mutating func writeURL(_ base: Span<UInt8>, _ path: StaticString) -> ByteSlice {
        output.buffer.slice {
            $0.append(base)
            $0.append(path)
        }
    }
}
