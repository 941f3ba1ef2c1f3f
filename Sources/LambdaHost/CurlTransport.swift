// SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
// SPDX-License-Identifier: Apache-2.0

public import HumanSecurity
import Synchronization

/// Sends the enforcer's requests with libcurl, over connections that are kept between invocations.
///
/// libcurl (`libcurl.so.4`, 7.85 or newer; part of Amazon Linux 2023) is loaded when ``Options/loading`` says. Where
/// there is none, every request throws `.connection` with the loader's reason.
///
/// A call blocks its thread. That is right for Lambda, which runs one invocation at a time. Concurrent calls are safe:
/// one has the kept connections, the others open their own for the moment, so that none waits for another and every
/// time limit holds.
///
/// The method and headers go out as given, except fields that frame the message or belong to one hop (`Content-Length`,
/// `Connection` and the like), which the client writes itself. No proxy, cookie, or environment variable plays a part.
///
/// ```swift
/// let transport = CurlTransport()
/// let answer = try await transport.send(
///     OutgoingRequest(kind: .risk, url: url, headers: [], body: body, timeoutMilliseconds: 1000)
/// )
/// ```
public final class CurlTransport: Transport {
    private let handle: Mutex<CurlHandle>
    private let options: Options

    /// What a transport allows.
    public struct Options: Sendable {
        /// Path of a PEM file whose certificates are trusted in place of the system's; nil for the system's.
        public var certificateAuthorities: String?

        /// The most bytes that the body of an answer may have; 4 MiB unless told otherwise.
        public var bodyLimit: Int

        /// When libcurl is loaded.
        public var loading: Loading

        /// The library to load: another name in tests.
        var library = "libcurl.so.4"

        /// Options; those left out have their defaults.
        public init(
            certificateAuthorities: String? = nil,
            bodyLimit: Int = 4 << 20,
            loading: Loading = .whenNeeded
        ) {
            self.certificateAuthorities = certificateAuthorities
            self.bodyLimit = bodyLimit
            self.loading = loading
        }
    }

    /// When libcurl and what it brings with it is loaded.
    public enum Loading: Sendable {
        /// For the first request, which waits for it.
        case whenNeeded

        /// When the transport is made, which waits for it.
        case atOnce

        /// When the transport is made, on a thread that ends with it. A request that comes before waits for the rest.
        case inBackground
    }

    /// A transport that opens its first connection with its first request.
    public init(_ options: Options = Options()) {
        self.options = options
        var handle = CurlTransport.open(options)
        switch options.loading {
        case .whenNeeded: break
        case .atOnce: handle.load()
        case .inBackground: CurlHandle.preload(options.library)
        }
        self.handle = Mutex(handle)
    }

    /// Sends a request and waits for the answer; any status is one.
    ///
    /// A time limit of 0 or less is over at once. A request on a kept connection that turns out to be dead is sent
    /// again on a new one, within the same limit.
    public func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        let shared = handle.withLockIfAvailable { CurlTransport.perform(request, on: &$0) }
        let answer: HTTPAnswer
        if let shared {
            answer = shared
        } else {
            var spare = CurlTransport.open(options)
            answer = CurlTransport.perform(request, on: &spare)
        }
        if let failure = answer.failure { throw failure }
        return IncomingResponse(status: answer.status, headers: answer.headers, body: answer.body)
    }

    private static func open(_ options: Options) -> CurlHandle {
        CurlHandle(
            bodyLimit: options.bodyLimit,
            certificateAuthorities: options.certificateAuthorities,
            library: options.library
        )
    }

    private static func perform(_ request: OutgoingRequest, on handle: inout CurlHandle) -> HTTPAnswer {
        handle.send(
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: request.body,
            timeoutMilliseconds: max(request.timeoutMilliseconds, 0)
        )
    }
}
