// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import HumanSecurity

/// One kept-alive libcurl handle, and the only place that calls the C side.
@safe
struct CurlHandle: ~Copyable {
    private let client: OpaquePointer?

    /// - Parameters:
    ///   - bodyLimit: the most bytes that the body of an answer may have.
    ///   - certificateAuthorities: path of a PEM file that replaces the system's certificates; nil for those.
    ///   - library: the shared library to load.
    init(bodyLimit: Int, certificateAuthorities: String? = nil, library: String = "libcurl.so.4") {
        let name = CurlHandle.terminated(library)
        let file = certificateAuthorities.map(CurlHandle.terminated) ?? []
        // Safe: both texts end with a zero byte, and C copies what it keeps.
        unsafe client = enforcer_curl_open(name.span, file.span, max(bodyLimit, 0))
    }

    deinit {
        // Safe: opened in `init`, closed nowhere else, and nil is allowed.
        unsafe enforcer_curl_close(client)
    }

    /// Loads the library, unless that was done: otherwise the first request does.
    mutating func load() {
        // Safe: the client is open as long as `self` lives, and a mutating function has it to itself.
        if let client = unsafe client { unsafe enforcer_curl_load(client) }
    }

    /// Has the library loaded by another thread, for all handles to come.
    static func preload(_ library: String) {
        enforcer_curl_preload(terminated(library).span)
    }

    /// Sends a request and waits for the answer. What had arrived of it is in the answer after a failure, too.
    mutating func send(
        method: String,
        url: String,
        headers: [OutgoingRequest.Field],
        body: [UInt8],
        timeoutMilliseconds: Int
    ) -> HTTPAnswer {
        let head: RequestHead
        do throws(TransportError) {
            head = try RequestHead(method: method, url: url, headers: headers)
        } catch {
            return HTTPAnswer(failure: error)
        }
        guard let client = unsafe client else {
            return HTTPAnswer(failure: TransportError(.connection, "no memory for the HTTP client"))
        }
        // Safe: the client is open as long as `self` lives, and a mutating function has it to itself.
        let code = unsafe enforcer_curl_send(client, head.text.span, body.span, Int64(timeoutMilliseconds))
        return unsafe HTTPAnswer(
            failure: failure(code, of: client),
            status: Int(enforcer_curl_status(client)),
            headers: ResponseHead.fields(copy(ENFORCER_CURL_HEAD, of: client)),
            body: copy(ENFORCER_CURL_BODY, of: client)
        )
    }

    private func failure(_ code: enforcer_curl_code, of client: OpaquePointer) -> TransportError? {
        if code == ENFORCER_CURL_OK { return nil }
        // Safe: as in `send`.
        let message = unsafe String(decoding: copy(ENFORCER_CURL_MESSAGE, of: client), as: UTF8.self)
        let stage = unsafe stage(of: client)
        switch code {
        case ENFORCER_CURL_TIMEOUT: return TransportError(.timeout, message, at: stage)
        case ENFORCER_CURL_TOO_LARGE: return TransportError(.tooLarge, message, at: stage)
        default: return TransportError(.connection, message, at: stage)
        }
    }

    private func stage(of client: OpaquePointer) -> TransportError.Stage? {
        // Safe: as in `send`.
        switch unsafe enforcer_curl_last_stage(client) {
        case ENFORCER_CURL_NAME_LOOKUP: return .nameLookup
        case ENFORCER_CURL_CONNECT: return .connect
        case ENFORCER_CURL_TLS: return .tls
        case ENFORCER_CURL_ANSWER: return .answer
        default: return nil
        }
    }

    private func copy(_ part: enforcer_curl_part, of client: OpaquePointer) -> [UInt8] {
        // Safe: as in `send`; C writes no more than the span has.
        var bytes = unsafe [UInt8](repeating: 0, count: enforcer_curl_size(client, part))
        var target = bytes.mutableSpan
        unsafe enforcer_curl_copy(client, part, &target)
        return bytes
    }

    private static func terminated(_ text: String) -> [UInt8] {
        Array(text.utf8) + [0]
    }
}
