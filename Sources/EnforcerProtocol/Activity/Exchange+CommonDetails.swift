// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import EnforcerCore

extension Exchange {
    /// The members that the Risk API request and every activity share (protocol.md §5.3). Nothing in them changes once they
    /// were written, so they are written once.
    mutating func writeCommonDetails(_ engine: borrowing Engine) {
        guard writtenDetails.isEmpty else { return output.members(again: writtenDetails) }
        let start = output.buffer.count
        writeDetails(engine)
        writtenDetails = ByteSlice(from: start, to: output.buffer.count)
    }

    private mutating func writeDetails(_ engine: borrowing Engine) {
        output.key("module_version")
        output.string(WireName.moduleVersion)
        output.key("risk_mode")
        output.string(context.isMonitored ? "monitor" : "active_blocking")
        if !engine.configuration.remoteConfigVersion.isEmpty {
            output.key("remote_config_version")
            output.raw(engine.configuration.remoteConfigVersion.span)
        }
        output.key("request_id")
        output.string(context.requestID, of: text)
        output.key("cookie_origin")
        output.string(mobile.isMobile ? "header" : "cookie")
        if context.isVIDFromToken {
            output.key("enforcer_vid_source")
            output.string("risk_cookie")
        }
        output.key("enforcer_start_time")
        output.number(context.startTime)
        writeIfKnown("http_version", context.httpVersion)
        output.key("http_method")
        output.string(context.method, of: text)
        output.key("request_cookie_names")
        writeCookieNames()
        if context.urlDiffersFromRaw {
            output.key("raw_url")
            output.string(context.rawURL, of: text)
        }
        writeToken()
        writeOriginalToken()
        writeIdentifiers()
        writeBodyDetails()
        writeParameters()
        if restored.isPresent {
            writeIfKnown("server_info_region", restored.region)
        } else if !engine.region.isEmpty {
            output.key("server_info_region")
            output.string(engine.region.span)
        }
        writeIfKnown("tls_protocol", context.tlsProtocol)
        writeIfKnown("tls_cipher", context.tlsCipher)
    }

    private mutating func writeToken() {
        switch token.outcome {
        case .missing: break
        case .undecodable, .notValid:
            output.key("px_orig_cookie")
            output.string(token.text, of: text)
        case .verified:
            output.key("px_cookie")
            output.string(token.payload, of: text)
            output.key("px_cookie_hmac")
            output.string(token.signature, of: text)
        }
    }

    /// All request headers as a list, one entry for each value, without the sensitive ones (protocol.md §5.2, §11.8).
    mutating func writeHeaders(_ configuration: borrowing CompiledConfiguration) {
        output.key("headers")
        guard writtenHeaders.isEmpty else { return output.value(again: writtenHeaders) }
        let start = output.buffer.count
        if restored.isPresent {
            output.headers(restored.headers, without: configuration.sensitiveHeaders, of: text)
        } else {
            output.headers(event.request.headers, without: configuration.sensitiveHeaders, of: text)
        }
        writtenHeaders = ByteSlice(from: start, to: output.buffer.count)
    }

    func isSensitive(_ name: Span<UInt8>, _ configuration: borrowing CompiledConfiguration) -> Bool {
        configuration.sensitiveHeaders.containsIgnoringASCIICase(name)
    }

    /// The names of all cookies, as an array.
    mutating func writeCookieNames() {
        output.beginArray()
        for index in 0..<cookies.count {
            output.string(cookies[index].name, of: text)
        }
        output.endArray()
    }

    /// Writes a member unless its value is missing or empty (protocol.md §0.3).
    mutating func writeIfKnown(_ name: StaticString, _ value: JSONScalar) {
        guard value.isKnown else { return }
        output.key(name)
        output.scalar(value, in: text)
    }

    mutating func writeIfKnown(_ name: StaticString, _ value: ByteSlice) {
        writeIfKnown(name, JSONScalar(slice: value, isText: true))
    }
}
