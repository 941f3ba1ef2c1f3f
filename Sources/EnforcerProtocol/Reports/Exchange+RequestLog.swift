// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// Whether the request asks, with the right token, that its log be sent (protocol.md §11.11).
    mutating func readLogRequest(_ configuration: borrowing CompiledConfiguration) {
        guard !configuration.loggerAuthToken.isEmpty else { return }
        guard let token = header("x-px-enforcer-log") else { return }
        sendsLog = ConstantTime.equal(text.bytes(of: token), configuration.loggerAuthToken.span)
    }

    /// Sends the trace, one record for each entry.
    mutating func sendLog(_ engine: borrowing Engine, now: Int64) {
        guard sendsLog else { return }
        let url = writeURL(engine.configuration.backendURL.span, WireName.logsPath)
        let start = output.startDocument()
        output.beginArray()
        for entry in trace.entries {
            writeRecord(entry, engine, now: now)
        }
        output.endArray()
        // Half a log is no JSON; a request whose log is that long goes without.
        guard !output.buffer.hasOverflowed, !text.hasOverflowed else { return }
        send(.logs, url, from: start, engine)
    }

    private mutating func writeRecord(_ entry: Trace.Entry, _ engine: borrowing Engine, now: Int64) {
        let configuration = engine.configuration
        output.beginObject()
        output.key("container")
        output.string("enforcer")
        output.key("appID")
        output.string(configuration.appID.span)
        output.key("method")
        output.string(context.method, of: text)
        output.key("host")
        output.string(header("host") ?? .empty, of: text)
        output.key("url")
        output.string(context.rawURL, of: text)
        output.key("path")
        output.string(context.pathAndQuery, of: text)
        output.key("requestId")
        output.string(context.requestID, of: text)
        output.key("moduleVersion")
        output.string(WireName.moduleVersion)
        if !configuration.remoteConfigID.isEmpty, !configuration.remoteConfigVersion.isEmpty {
            output.key("remoteConfigID")
            output.string(configuration.remoteConfigID.span)
            output.key("remoteConfigVersion")
            output.raw(configuration.remoteConfigVersion.span)
        }
        output.key("message")
        let message = message(of: entry)
        output.string(message, of: text)
        output.key("severity")
        output.string("debug")
        output.key("messageTimestamp")
        output.number(now)
        output.endObject()
    }

    /// `stage: outcome, option, detail`
    private mutating func message(of entry: Trace.Entry) -> ByteSlice {
        text.slice {
            $0.append(entry.stage.name)
            $0.append(": ")
            $0.append(entry.outcome)
            if let option = entry.option {
                $0.append(", ")
                $0.append(option.key)
            }
            if !entry.detail.isEmpty {
                $0.append(", ")
                $0.append(copyOf: entry.detail)
            }
        }
    }
}
