// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Whether the request carries a valid command to report the configuration (protocol.md §11.9): base64 of
    /// `<expiry ms>:<hmac hex>`, signed with a secret, and not expired.
    mutating func isTelemetryCommand(_ engine: inout Engine, now: Int64) -> Bool {
        guard let value = header("x-px-enforcer-telemetry"), !value.isEmpty else { return false }
        parts.removeAll()
        parts.append(base64Decoding: value, of: text)
        let command = text.store(parts)
        let colon = text.index(of: 0x3A, in: command)
        let expiry = ByteSlice(from: command.start, to: colon)
        let signature = ByteSlice(from: min(colon + 1, command.end), to: command.end)
        guard !expiry.isEmpty, text.index(of: 0x3A, in: signature) == signature.end,
            isSignedByAnySecret(expiry, signature: signature, &engine),
            let time = JSONNumber.leadingInteger(of: text.bytes(of: expiry)), time >= now
        else {
            trace.note(.telemetry, "not_valid")
            return false
        }
        trace.note(.telemetry, "valid")
        return true
    }

    /// Reports the configuration in effect (protocol.md §6.5), secrets left out [D10].
    mutating func sendTelemetry(_ engine: borrowing Engine, now: Int64) {
        let url = writeURL(engine.configuration.backendURL.span, WireName.telemetryPath)
        let start = output.startDocument()
        output.beginObject()
        output.key("type")
        output.string("enforcer_telemetry")
        output.key("timestamp")
        output.number(now)
        output.key("px_app_id")
        output.string(engine.configuration.appID.span)
        output.key("details")
        output.beginObject()
        output.key("update_reason")
        output.string("command")
        output.key("module_version")
        output.string(WireName.moduleVersion)
        output.key("enforcer_configs")
        output.raw(engine.configuration.report.span)
        output.key("os_name")
        output.string(engine.systemName.span)
        output.key("node_name")
        output.string(engine.nodeName.span)
        output.endObject()
        output.endObject()
        send(.telemetry, url, from: start, engine)
    }

    /// Makes the document that begins at `start` a call to deliver.
    mutating func send(_ kind: OutgoingCall.Kind, _ url: ByteSlice, from start: Int, _ engine: borrowing Engine) {
        calls.append(
            OutgoingCall(
                kind: kind,
                url: url,
                body: ByteSlice(from: start, to: output.buffer.count),
                timeoutMilliseconds: engine.configuration.riskTimeoutMilliseconds
            )
        )
    }
}
